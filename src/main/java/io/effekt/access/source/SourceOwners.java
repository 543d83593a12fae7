package io.effekt.access.source;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.effekt.access.keys.Keys;
import io.effekt.database.Database;
import io.effekt.database.Notifications;
import io.effekt.database.Tx;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Who owns a source: a client's own name to that client, and what is a name of the service or of a
 * person to nobody who does not bear it; any other to those that a steward said, else to the client
 * that a key binds it to, else to the client that used it first.
 *
 * <p>The append decides, on the rows of its own transaction ({@link #inUse}). The door asks memory,
 * never waits, and lets pass what it does not know.
 */
@ApplicationScoped
public class SourceOwners {
    /** Channel of PostgreSQL that tells of a source that was handed over. */
    static final String CHANNEL = "effekt_source";

    private final SourceTable table;
    private final Keys keys;
    private final int most;
    private final Cache<String, SourceOwner> remembered;
    private volatile long seq;

    public SourceOwners(
            SourceTable table,
            Keys keys,
            Notifications notifications,
            @ConfigProperty(name = "effekt.dictionary.sources", defaultValue = "10000") int most) {
        this.table = table;
        this.keys = keys;
        this.most = most;
        remembered = Caffeine.newBuilder().maximumSize(most).executor(Runnable::run).build();
        notifications.on(CHANNEL, text -> refresh());
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        keep(table.some(most));
        refresh();
    }

    /** Reads what was decided. Blocks. */
    synchronized void refresh() {
        List<SourceOwner> decided = table.decidedAfter(seq);
        keep(decided);
        for (SourceOwner owner : decided) {
            seq = Math.max(seq, owner.seq());
        }
    }

    private void keep(Collection<SourceOwner> owners) {
        for (SourceOwner owner : owners) {
            // What was decided later is never taken back by a batch that began before.
            remembered
                    .asMap()
                    .merge(owner.source(), owner, (a, b) -> a.version() > b.version() ? a : b);
        }
    }

    /** Whether the source is a name of the service or of a person: nobody else's, for ever. */
    public static boolean isReserved(String source) {
        return ReservedNames.isSource(source);
    }

    /** Whether the source is, as far as this instance knows, another's. Never blocks. */
    public boolean isAnothers(String actor, String source) {
        return !mayUse(actor, source, remembered.getIfPresent(source));
    }

    private boolean mayUse(String actor, String source, @Nullable SourceOwner stored) {
        if (source.equals(actor) || isReserved(source)) {
            return source.equals(actor);
        }
        if (stored != null && stored.isDecided()) {
            return stored.clients().contains(actor);
        }
        Optional<String> bound = keys.boundTo(source);
        if (bound.isPresent()) {
            return bound.get().equals(actor);
        }
        return !keys.isName(source) && (stored == null || stored.clients().contains(actor));
    }

    /** The owners of sources in one transaction. */
    public InUse inUse(Tx tx, Collection<String> sources) {
        Map<String, SourceOwner> found = new HashMap<>();
        if (!sources.isEmpty()) {
            table.of(tx, new TreeSet<>(sources)).forEach(owner -> found.put(owner.source(), owner));
        }
        return new InUse(found);
    }

    /** The owners of sources in one transaction. For one thread. */
    public final class InUse {
        private final Map<String, SourceOwner> owners;
        private final Map<String, SourceOwner> claims = new TreeMap<>();
        private final Map<List<String>, Boolean> answers = new HashMap<>();

        private InUse(Map<String, SourceOwner> owners) {
            this.owners = owners;
        }

        /** Whether that client may send in the name of that source. */
        public boolean mayUse(String actor, String source) {
            return source.equals(actor)
                    || answers.computeIfAbsent(
                            List.of(actor, source),
                            asked -> SourceOwners.this.mayUse(actor, source, owners.get(source)));
        }

        /** Something of the source is taken: it is the client's, if it was nobody's. */
        public void used(String actor, String source) {
            if (!source.equals(actor) && !owners.containsKey(source)) {
                SourceOwner first = SourceOwner.first(source, actor);
                owners.put(source, first);
                claims.put(source, first);
                answers.clear();
            }
        }

        /**
         * Writes down who used a source first.
         *
         * @throws Database.TryAgain when somebody else did at the same moment
         */
        public void write(Tx tx) {
            if (!claims.isEmpty() && table.claim(tx, claims.values()) != claims.size()) {
                throw new Database.TryAgain("a source was used first elsewhere at this moment");
            }
        }

        /** To be called once the transaction has been committed. */
        public void keep() {
            SourceOwners.this.keep(owners.values());
        }
    }
}
