package io.effekt.eventstore.postgres;

import io.effekt.database.Columns;
import io.effekt.database.Tx;
import io.effekt.eventstore.EntryId;
import io.effekt.eventstore.measurement.ImportUnderWay;
import io.effekt.eventstore.measurement.StoredMeasurement;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The log of one KPI as it stood as of a moment, piece by piece: some series over some time, and
 * when something was measured, without what. All of it goes by the index on series and time.
 */
@ApplicationScoped
public class PastMeasurements {
    private static final String LINES =
            """
            select id, scope, dimensions from series
            where kpi = $1 and ($2::text[] is null or scope = any($2))
            """;
    private static final String STOOD =
            """
             and m.kind <> 2 and m.recorded_at <= $4 and not exists (select 1
                from measurement_link l
                where l.part = m.part and l.seq = m.seq and l.recorded_at <= $4)
            """;
    private static final String MEASUREMENTS =
            """
            select m.part, m.seq, m.recorded_at, m.series_id, m.observed_at, m.period, m.value,
                m.weight, m.numerator, m.denominator, m.scores
            from measurement m
            where m.series_id = any($1::int[]) and m.observed_at >= $2 and m.observed_at < $3
            """
                    + STOOD;
    private static final String ENDS =
            """
            select s.number, found.observed_at
            from unnest($1::int[], $2::timestamptz[], $3::timestamptz[])
                with ordinality s(id, begins, ends, number)
            cross join lateral (
                select m.observed_at from measurement m
                where m.series_id = s.id and m.observed_at >= s.begins and m.observed_at < s.ends
            """
                    + STOOD
                    + " order by m.observed_at %s limit 1) found";

    private static final String TIMES =
            """
            select m.series_id, m.observed_at
            from measurement m
            where m.series_id = any($1::int[]) and m.observed_at >= $2 and m.observed_at < $3
            """
                    + STOOD;

    /**
     * What one call has sent is recorded without a pause; what comes under the same import a minute
     * later is another call's. No call goes on for an hour.
     */
    private static final String PIECES =
            """
            select min(p.recorded_at), max(p.recorded_at)
            from (select g.*, count(*) filter (where g.pause) over (
                        partition by g.import_id order by g.recorded_at) as piece
                from (select m.import_id, m.recorded_at,
                        m.recorded_at - lag(m.recorded_at) over (
                            partition by m.import_id order by m.recorded_at)
                            > interval '1 minute' as pause
                    from measurement m join series s on s.id = m.series_id
                    where s.kpi = $1 and m.recorded_at > $2::timestamptz - interval '1 hour'
                        and m.recorded_at <= $2::timestamptz + interval '1 minute') g) p
            group by p.import_id, p.piece having max(p.recorded_at) > min(p.recorded_at)
            """;

    /**
     * A plan for any number of series takes them for few, and compares each row with each of ten
     * thousand. This one is made for those that are asked for; it costs some milliseconds.
     */
    private static final String PLAN = "set local plan_cache_mode = force_custom_plan";

    private static final String EARLIEST = ENDS.formatted("asc");
    private static final String LATEST = ENDS.formatted("desc");

    /**
     * A series of a KPI.
     *
     * @param scope as written
     * @param dimensions labels as {@code name=value} lines
     */
    public record Series(int id, String scope, String dimensions) {}

    /** A span of a series; {@code to} is exclusive. */
    public record Stretch(int seriesId, Instant from, Instant to) {}

    /** For the rest of the transaction, which reads the past: each statement is planned again. */
    public void prepare(Tx tx) {
        tx.query(PLAN);
    }

    /** Imports of a KPI around a moment, each from its first item to its last; of one item none. */
    public List<ImportUnderWay> imports(Tx tx, String kpi, Instant around) {
        List<ImportUnderWay> imports = new ArrayList<>();
        tx.query(PIECES, kpi, Columns.time(around))
                .forEach(row ->
                        imports.add(
                                new ImportUnderWay(
                                        row.getOffsetDateTime(0).toInstant(),
                                        row.getOffsetDateTime(1).toInstant())));
        return imports;
    }

    /** The series of a KPI at those scopes; at all for null. */
    public List<Series> series(Tx tx, String kpi, @Nullable Collection<String> scopes) {
        List<Series> series = new ArrayList<>();
        String[] some = scopes == null ? null : scopes.toArray(new String[0]);
        for (Row row : tx.query(LINES, kpi, some)) {
            series.add(new Series(row.getInteger(0), row.getString(1), row.getString(2)));
        }
        return series;
    }

    /** What stood of these series as of a moment, observed within the span; by their ids. */
    public List<StoredMeasurement> of(
            Tx tx, Map<Integer, Series> series, Instant from, Instant to, Instant asOf) {
        List<StoredMeasurement> measurements = new ArrayList<>();
        for (Row row :
                tx.query(
                        MEASUREMENTS,
                        series.keySet().toArray(new Integer[0]),
                        Columns.time(from),
                        Columns.time(to),
                        Columns.time(asOf))) {
            Series its = series.get(row.getInteger(3));
            Long[] scores = row.getArrayOfLongs(10);
            if (its != null) {
                measurements.add(
                        new StoredMeasurement(
                                new EntryId(row.getShort(0), row.getLong(1)),
                                row.getOffsetDateTime(2).toInstant(),
                                its.id(),
                                its.scope(),
                                its.dimensions(),
                                row.getOffsetDateTime(4).toInstant(),
                                row.getString(5),
                                row.getBigDecimal(6),
                                row.getBigDecimal(7),
                                row.getBigDecimal(8),
                                row.getBigDecimal(9),
                                scores == null ? List.of() : List.of(scores)));
            }
        }
        return measurements;
    }

    /** The first observation that stood in each stretch, in their order; null for none. */
    public List<@Nullable Instant> earliest(Tx tx, List<Stretch> stretches, Instant asOf) {
        return ends(tx, EARLIEST, stretches, asOf);
    }

    /** The last observation that stood in each stretch, in their order; null for none. */
    public List<@Nullable Instant> latest(Tx tx, List<Stretch> stretches, Instant asOf) {
        return ends(tx, LATEST, stretches, asOf);
    }

    /** An observation of a series. */
    public record Sighting(int seriesId, Instant observedAt) {}

    /** When these series were observed within the span, by measurements that stood. */
    public List<Sighting> times(
            Tx tx, Collection<Integer> seriesIds, Instant from, Instant to, Instant asOf) {
        List<Sighting> times = new ArrayList<>();
        for (Row row :
                tx.query(
                        TIMES,
                        seriesIds.toArray(new Integer[0]),
                        Columns.time(from),
                        Columns.time(to),
                        Columns.time(asOf))) {
            times.add(new Sighting(row.getInteger(0), row.getOffsetDateTime(1).toInstant()));
        }
        return times;
    }

    private static List<@Nullable Instant> ends(
            Tx tx, String sql, List<Stretch> stretches, Instant asOf) {
        @Nullable Instant[] found = new Instant[stretches.size()];
        if (!stretches.isEmpty()) {
            for (Row row :
                    tx.query(
                            sql,
                            Columns.integers(stretches, Stretch::seriesId),
                            Columns.times(stretches, Stretch::from),
                            Columns.times(stretches, Stretch::to),
                            Columns.time(asOf))) {
                found[(int) (row.getLong(0) - 1)] = row.getOffsetDateTime(1).toInstant();
            }
        }
        return Arrays.asList(found);
    }
}
