package io.effekt.eventstore.postgres;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.effekt.database.Columns;
import io.effekt.database.Tx;
import io.effekt.eventstore.measurement.SeriesName;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Ids of series and sources. What was looked up last is remembered, up to {@code
 * effekt.dictionary.series} and {@code effekt.dictionary.sources}: senders choose the names. An id
 * given out in a transaction is remembered only by {@link Found#keep}, after its commit, because a
 * rollback takes it back.
 */
@ApplicationScoped
public class Dictionary {
    private static final String ADD_SERIES =
            """
            insert into series (kpi, scope, dimensions)
            select * from unnest($1::text[], $2::text[], $3::text[])
            on conflict do nothing
            """;
    private static final String FIND_SERIES =
            """
            select s.id, s.kpi, s.scope, s.dimensions
            from unnest($1::text[], $2::text[], $3::text[]) as w(kpi, scope, dimensions)
            join series s using (kpi, scope, dimensions)
            """;
    private static final String ADD_SOURCES =
            "insert into source (name) select * from unnest($1::text[]) on conflict do nothing";
    private static final String FIND_SOURCES =
            "select id, name from source where name = any($1::text[])";

    private final Cache<SeriesName, Integer> series;
    private final Cache<String, Integer> sources;

    public Dictionary(
            @ConfigProperty(name = "effekt.dictionary.series", defaultValue = "500000")
                    int seriesAtMost,
            @ConfigProperty(name = "effekt.dictionary.sources", defaultValue = "10000")
                    int sourcesAtMost) {
        series = cache(seriesAtMost);
        sources = cache(sourcesAtMost);
    }

    private static <T> Cache<T, Integer> cache(int atMost) {
        // The thread that adds one too many takes another out at once.
        return Caffeine.newBuilder().maximumSize(atMost).executor(Runnable::run).build();
    }

    /** How many series and sources are remembered. */
    int remembered() {
        series.cleanUp();
        sources.cleanUp();
        return series.asMap().size() + sources.asMap().size();
    }

    /** Ids of these series; those that are new are added in this transaction. */
    public Found<SeriesName> series(Tx tx, Collection<SeriesName> names) {
        Map<SeriesName, Integer> known = series.getAllPresent(names);
        List<SeriesName> unknown = unknown(names, known);
        Map<SeriesName, Integer> fresh = new HashMap<>();
        if (!unknown.isEmpty()) {
            Object[] columns = {
                Columns.texts(unknown, SeriesName::kpi),
                Columns.texts(unknown, SeriesName::scope),
                Columns.texts(unknown, SeriesName::dimensions)
            };
            tx.query(ADD_SERIES, columns);
            for (Row row : tx.query(FIND_SERIES, columns)) {
                fresh.put(
                        new SeriesName(row.getString(1), row.getString(2), row.getString(3)),
                        row.getInteger(0));
            }
        }
        return new Found<>(series, known, fresh);
    }

    /** Ids of these sources; those that are new are added in this transaction. */
    public Found<String> sources(Tx tx, Collection<String> names) {
        Map<String, Integer> known = sources.getAllPresent(names);
        List<String> unknown = unknown(names, known);
        Map<String, Integer> fresh = new HashMap<>();
        if (!unknown.isEmpty()) {
            Object column = unknown.toArray(new String[0]);
            tx.query(ADD_SOURCES, column);
            for (Row row : tx.query(FIND_SOURCES, column)) {
                fresh.put(row.getString(1), row.getInteger(0));
            }
        }
        return new Found<>(sources, known, fresh);
    }

    /** A series and the KPI that it belongs to. */
    public record Entry(int id, String kpi) {}

    /** All series that are measured at these scopes. */
    public List<Entry> ofScopes(Tx tx, Collection<String> scopes) {
        List<Entry> entries = new ArrayList<>();
        for (Row row :
                tx.query(
                        "select id, kpi from series where scope = any($1::text[]) order by id",
                        (Object) scopes.toArray(new String[0]))) {
            entries.add(new Entry(row.getInteger(0), row.getString(1)));
        }
        return entries;
    }

    /** In key order, so that two transactions that add the same ones cannot deadlock. */
    private static <T extends Comparable<T>> List<T> unknown(
            Collection<T> names, Map<T, Integer> known) {
        TreeSet<T> unknown = new TreeSet<>();
        for (T name : names) {
            if (!known.containsKey(name)) {
                unknown.add(name);
            }
        }
        return new ArrayList<>(unknown);
    }

    /** Ids that one transaction may use. */
    public static final class Found<T> {
        private final Cache<T, Integer> cache;
        private final Map<T, Integer> known;
        private final Map<T, Integer> fresh;

        Found(Cache<T, Integer> cache, Map<T, Integer> known, Map<T, Integer> fresh) {
            this.cache = cache;
            this.known = known;
            this.fresh = fresh;
        }

        public int id(T name) {
            Integer id = known.get(name);
            @Nullable Integer found = id == null ? fresh.get(name) : id;
            if (found == null) {
                throw new IllegalStateException("not looked up: " + name);
            }
            return found;
        }

        /** To be called once the transaction has been committed. */
        public void keep() {
            cache.putAll(fresh);
        }
    }
}
