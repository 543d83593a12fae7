package io.effekt.access.keys;

import io.effekt.access.AccessSettings;
import io.effekt.access.Caller;
import io.effekt.access.Right;
import io.effekt.access.source.ReservedNames;
import io.effekt.access.source.SourcePattern;
import io.effekt.database.Notifications;
import io.effekt.eventstore.decision.DecisionFollower;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * All keys in the memory of this instance. Followed by notification, and every two seconds where
 * one was lost, so that what is revoked anywhere is refused everywhere.
 */
@ApplicationScoped
public class Keys implements DecisionFollower {
    private static final Logger LOG = Logger.getLogger(Keys.class);

    private final KeyTable table;
    private final AdminKey admin;
    private final AccessSettings settings;
    private final InstantSource clock;
    private volatile Known known = new Known(0, Map.of(), Set.of());
    private volatile @Nullable ApiKey adminKey;

    public Keys(
            KeyTable table,
            AdminKey admin,
            AccessSettings settings,
            Notifications notifications,
            InstantSource clock) {
        this.table = table;
        this.admin = admin;
        this.settings = settings;
        this.clock = clock;
        notifications.on(KeyTable.CHANNEL, changed -> refresh());
    }

    /** Keys by their public part, the last decision in them, and all clients that had one. */
    private record Known(long seq, Map<String, ApiKey> keys, Set<String> clients) {}

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        adminKey = admin.key().orElse(null);
        refresh();
        if (adminKey == null && known.keys().isEmpty() && !settings.takesPeople()) {
            LOG.error(
                    "event=nobody_is_let_in There is no key and no sign-in: set"
                            + " EFFEKT_ADMIN_KEY_FILE, or EFFEKT_OIDC_URL.");
        }
    }

    @Override
    public void follow(long seq) {
        if (known.seq() < seq) {
            read(known, table.changedAfter(known.seq()));
        }
    }

    /** Reads them all: a rebuild changes keys without a decision. Blocks. */
    public synchronized void refresh() {
        read(new Known(0, Map.of(), Set.of()), table.all());
    }

    private synchronized void read(Known before, List<KeyTable.Stored> changed) {
        Map<String, ApiKey> keys = new TreeMap<>(before.keys());
        long seq = before.seq();
        for (KeyTable.Stored stored : changed) {
            keys.put(stored.key().id(), stored.key());
            seq = Math.max(seq, stored.seq());
        }
        known =
                new Known(
                        seq,
                        Map.copyOf(keys),
                        keys.values().stream()
                                .map(ApiKey::client)
                                .collect(Collectors.toUnmodifiableSet()));
    }

    /** The key of that text where it may be used; never blocks. */
    public Optional<ApiKey> usable(KeyText text) {
        ApiKey key = known.keys().get(text.id());
        ApiKey own = adminKey;
        if (own != null && own.id().equals(text.id())) {
            key = own;
        }
        return key != null && isOf(key, text) && isLetIn(key) ? Optional.of(key) : Optional.empty();
    }

    /** Whatever the table says: no client acts under a name of the service. */
    private boolean isLetIn(ApiKey key) {
        ApiKey own = adminKey;
        boolean ofAdministrator = own != null && own.id().equals(key.id());
        return key.mayBeUsed(clock.instant())
                && (ofAdministrator || !ReservedNames.has(key.client()));
    }

    private static boolean isOf(ApiKey key, KeyText text) {
        return MessageDigest.isEqual(
                key.hash().getBytes(StandardCharsets.US_ASCII),
                text.hash().getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether it is the one in the administrator's file. */
    public boolean isAdministrators(ApiKey key) {
        ApiKey own = adminKey;
        return own != null && own.id().equals(key.id());
    }

    /** Those in the log, in no order; without the administrator's. */
    public Collection<ApiKey> all() {
        return known.keys().values();
    }

    /** Whether a source is somebody's own name: of a client that has or had a key, of a person. */
    public boolean isName(String source) {
        return SourcePattern.isOfTheService(source)
                || source.startsWith(Caller.PERSON)
                || known.clients().contains(source);
    }

    /** All clients that have or had a key. */
    public Set<String> clients() {
        return known.clients();
    }

    /** The client that a source is bound to; empty where it is bound to none. */
    public Optional<String> boundTo(String source) {
        return binding(source).map(ApiKey::client).findFirst();
    }

    /**
     * Who may measure in the name of a source: its client, once for each key that binds it, those
     * without limits first.
     */
    public List<Caller> measuringAs(String source) {
        return binding(source)
                .map(ApiKey::caller)
                .filter(caller -> caller.may(Right.MEASUREMENTS_WRITE))
                .sorted(Comparator.comparing(caller -> !caller.limits().everywhere()))
                .toList();
    }

    private Stream<ApiKey> binding(String source) {
        return known.keys().values().stream()
                .filter(key -> key.mayBeUsed(clock.instant()))
                .filter(key -> SourcePattern.match(key.sources(), source));
    }
}
