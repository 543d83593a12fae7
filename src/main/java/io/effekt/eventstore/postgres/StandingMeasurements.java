package io.effekt.eventstore.postgres;

import io.effekt.database.Columns;
import io.effekt.database.Tx;
import io.effekt.eventstore.EntryId;
import io.effekt.eventstore.measurement.StoredMeasurement;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the log as it stands: without what was superseded or taken out by then. */
@ApplicationScoped
public class StandingMeasurements {
    private static final String COLUMNS =
            """
            select m.part, m.seq, m.recorded_at, m.series_id, s.scope, s.dimensions, m.observed_at,
                m.period, m.value, m.weight, m.numerator, m.denominator, m.scores
            from measurement m join series s on s.id = m.series_id
            """;
    private static final String STANDS =
            """
             and m.kind <> 2 and not exists (select 1 from measurement_link l
                where l.part = m.part and l.seq = m.seq)
            """;
    private static final String STOOD =
            """
             and m.kind <> 2 and m.recorded_at <= $4 and not exists (select 1
                from measurement_link l
                where l.part = m.part and l.seq = m.seq and l.recorded_at <= $4)
            """;
    private static final String OF_SERIES =
            COLUMNS
                    + """
                    where m.series_id = any($1::int[]) and m.observed_at >= $2
                        and m.observed_at < $3
                    """;
    private static final String OF_KPI =
            COLUMNS
                    + """
                    where m.series_id in (select id from series where kpi = $1)
                        and m.observed_at >= $2 and m.observed_at < $3
                    """;

    private static final String CORRECTIONS =
            """
            select m.part, m.seq, m.replaces_part, m.replaces_seq from measurement m
            where m.series_id in (select id from series where kpi = $1) and m.kind = 1
                and m.replaces_seq is not null
            """;

    /** What stands of these series in one partition, observed within the span. */
    public List<StoredMeasurement> ofSeries(
            Tx tx, int part, Collection<Integer> seriesIds, Instant from, Instant to) {
        return read(
                tx.query(
                        OF_SERIES + STANDS + " and m.part = $4",
                        seriesIds.toArray(new Integer[0]),
                        Columns.time(from),
                        Columns.time(to),
                        part));
    }

    /** All that stands of these series, in every partition. */
    public List<StoredMeasurement> ofSeries(Tx tx, Collection<Integer> seriesIds) {
        return read(
                tx.query(
                        COLUMNS + "where m.series_id = any($1::int[])" + STANDS,
                        (Object) seriesIds.toArray(new Integer[0])));
    }

    /** What stands of a KPI now, observed within the span. */
    public List<StoredMeasurement> ofKpi(Tx tx, String kpi, Instant from, Instant to) {
        return read(tx.query(OF_KPI + STANDS, kpi, Columns.time(from), Columns.time(to)));
    }

    /** What stood of a KPI as of a moment, observed within the span. */
    public List<StoredMeasurement> ofKpi(
            Tx tx, String kpi, Instant from, Instant to, Instant asOf) {
        return read(
                tx.query(
                        OF_KPI + STOOD,
                        kpi,
                        Columns.time(from),
                        Columns.time(to),
                        Columns.time(asOf)));
    }

    /** What each correction of a KPI has corrected. */
    public Map<EntryId, EntryId> corrections(Tx tx, String kpi) {
        Map<EntryId, EntryId> corrections = new HashMap<>();
        for (Row row : tx.query(CORRECTIONS, kpi)) {
            corrections.put(
                    new EntryId(row.getShort(0), row.getLong(1)),
                    new EntryId(row.getShort(2), row.getLong(3)));
        }
        return corrections;
    }

    private static List<StoredMeasurement> read(RowSet<Row> rows) {
        List<StoredMeasurement> measurements = new ArrayList<>(rows.size());
        for (Row row : rows) {
            Long[] scores = row.getArrayOfLongs(12);
            measurements.add(
                    new StoredMeasurement(
                            new EntryId(row.getShort(0), row.getLong(1)),
                            row.getOffsetDateTime(2).toInstant(),
                            row.getInteger(3),
                            row.getString(4),
                            row.getString(5),
                            row.getOffsetDateTime(6).toInstant(),
                            row.getString(7),
                            row.getBigDecimal(8),
                            row.getBigDecimal(9),
                            row.getBigDecimal(10),
                            row.getBigDecimal(11),
                            scores == null ? List.of() : List.of(scores)));
        }
        return measurements;
    }
}
