package io.effekt.eventstore.postgres;

import io.effekt.database.Columns;
import io.effekt.database.Tx;
import io.effekt.eventstore.EntryId;
import io.effekt.eventstore.measurement.HeldMeasurement;
import io.effekt.eventstore.measurement.MeasurementEntry;
import io.effekt.eventstore.measurement.NewMeasurement.Kind;
import io.effekt.eventstore.measurement.RejectedMeasurement;
import io.effekt.eventstore.measurement.SeriesName;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the log, and what is kept beside it, for people: page by page, in order of position. */
@ApplicationScoped
public class MeasurementPages {
    private static final String ENTRY =
            """
            select m.part, m.seq, m.recorded_at, o.name, m.id, m.kind, s.kpi, s.scope,
                s.dimensions, m.observed_at, m.period, m.value, m.weight, m.numerator,
                m.denominator, m.scores, t.comment, t.reason,
                (select r.id from measurement r
                    where r.part = m.replaces_part and r.seq = m.replaces_seq),
                (select b.id from measurement_link l
                    join measurement b on b.part = l.by_part and b.seq = l.by_seq
                    where l.part = m.part and l.seq = m.seq),
                m.actor, m.import_id
            from measurement m
            join series s on s.id = m.series_id
            join source o on o.id = m.source_id
            left join measurement_text t on t.part = m.part and t.seq = m.seq
            """;

    /** The first instant at which an entry counts: for a whole period that of its first day. */
    private static final String COUNTS_FROM =
            """
            case when m.period is null then m.observed_at else (case
                when m.period ~ '^\\d{4}$' then (m.period || '-01-01')::date
                when m.period ~ '-W' then to_date(m.period, 'IYYY"-W"IW')
                when m.period ~ '-Q' then (left(m.period, 5) || lpad(
                    (right(m.period, 1)::integer * 3 - 2)::text, 2, '0') || '-01')::date
                when m.period ~ '-H' then (left(m.period, 5) || lpad(
                    (right(m.period, 1)::integer * 6 - 5)::text, 2, '0') || '-01')::date
                when m.period ~ '^\\d{4}-\\d{2}$' then (m.period || '-01')::date
                else m.period::date end)::timestamp at time zone $zone end
            """;

    /**
     * A scope over a span of time; null is open.
     *
     * @param scope as written
     */
    public record Where(String scope, @Nullable Instant from, @Nullable Instant to) {}

    /**
     * Only what counts: not replaced or taken back by then, and not ahead of the moment.
     *
     * @param at the moment that the question is about
     * @param asOf what had been recorded by then; null for now
     * @param zone in which the days of whole periods begin
     */
    public record Counting(Instant at, @Nullable Instant asOf, ZoneId zone) {}

    /**
     * What a list of entries is restricted to; null restricts nothing.
     *
     * @param dimension a label as a {@code name=value} line
     */
    public record Filter(
            @Nullable String kpi,
            @Nullable List<Where> where,
            @Nullable String dimension,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Instant recordedAfter,
            @Nullable Counting counting,
            List<String> withoutKpis,
            @Nullable EntryId after) {}

    /** Entries in order of their position. */
    public List<MeasurementEntry> page(Tx tx, Filter filter, int limit) {
        StringBuilder sql = new StringBuilder(ENTRY).append(" where true");
        List<Object> parameters = new ArrayList<>();
        List<Where> where = filter.where();
        if (filter.kpi() != null || where != null || filter.dimension() != null) {
            sql.append(" and m.series_id in (select id from series where true");
            and(sql, parameters, "kpi = $?", filter.kpi());
            and(
                    sql,
                    parameters,
                    "scope = any($?)",
                    where == null ? null : Columns.texts(where, Where::scope));
            and(
                    sql,
                    parameters,
                    "$? = any(string_to_array(dimensions, chr(10)))",
                    filter.dimension());
            sql.append(')');
        }
        if (where != null) {
            whereThen(sql, parameters, where);
        }
        if (!filter.withoutKpis().isEmpty()) {
            and(
                    sql,
                    parameters,
                    "s.kpi <> all($?::text[])",
                    filter.withoutKpis().toArray(new String[0]));
        }
        and(sql, parameters, "m.observed_at >= $?", time(filter.from()));
        and(sql, parameters, "m.observed_at < $?", time(filter.to()));
        and(sql, parameters, "m.recorded_at > $?", time(filter.recordedAfter()));
        if (filter.counting() != null) {
            counting(sql, parameters, filter.counting());
        }
        EntryId after = filter.after();
        if (after != null) {
            parameters.add(after.part());
            parameters.add(after.seq());
            sql.append(" and (m.part, m.seq) > ($")
                    .append(parameters.size() - 1)
                    .append("::smallint, $")
                    .append(parameters.size())
                    .append(')');
        }
        sql.append(" order by m.part, m.seq limit ").append(limit);
        return entries(tx, sql.toString(), parameters.toArray());
    }

    private static void whereThen(StringBuilder sql, List<Object> parameters, List<Where> where) {
        parameters.add(Columns.texts(where, Where::scope));
        parameters.add(Columns.times(where, Where::from));
        parameters.add(Columns.times(where, Where::to));
        int last = parameters.size();
        sql.append(
                """
                 and exists (select 1
                    from unnest($%d::text[], $%d::timestamptz[], $%d::timestamptz[])
                        w(scope, begins, ends)
                    where w.scope = s.scope and (w.begins is null or m.observed_at >= w.begins)
                        and (w.ends is null or m.observed_at < w.ends))
                """
                        .formatted(last - 2, last - 1, last));
    }

    private static void counting(StringBuilder sql, List<Object> parameters, Counting counting) {
        sql.append(" and m.kind <> 2");
        Object asOf = time(counting.asOf());
        and(sql, parameters, "m.recorded_at <= $?", asOf);
        sql.append(
                " and not exists (select 1 from measurement_link x"
                        + " where x.part = m.part and x.seq = m.seq");
        and(sql, parameters, "x.recorded_at <= $?", asOf);
        sql.append(')');
        parameters.add(counting.zone().getId());
        String countsFrom = COUNTS_FROM.replace("$zone", "$" + parameters.size());
        and(sql, parameters, countsFrom + " <= $?", Columns.time(counting.at()));
    }

    /** Entries of an import in order of their position. */
    public List<MeasurementEntry> ofImport(
            Tx tx, UUID importId, @Nullable EntryId after, int limit) {
        return entries(
                tx,
                ENTRY
                        + """
                         join import_span i on i.part = m.part
                            and m.seq between i.from_seq and i.to_seq and i.import_id = m.import_id
                        where m.import_id = $1 and (m.part, m.seq) > ($2::smallint, $3)
                        order by m.part, m.seq limit $4
                        """,
                importId,
                after == null ? -1 : after.part(),
                after == null ? 0L : after.seq(),
                limit);
    }

    /** Held ones of an import in the order they came to their partitions. */
    public List<HeldMeasurement> heldOfImport(Tx tx, UUID importId) {
        return held(tx, "where import_id = $1 order by part, epoch, kafka_offset", importId);
    }

    /** One entry. */
    public @Nullable MeasurementEntry at(Tx tx, EntryId place) {
        List<MeasurementEntry> found =
                entries(tx, ENTRY + " where m.part = $1 and m.seq = $2", place.part(), place.seq());
        return found.isEmpty() ? null : found.getFirst();
    }

    /** The entries that follow one another by correction, oldest first, this one among them. */
    public List<MeasurementEntry> chain(Tx tx, EntryId place) {
        return entries(
                tx,
                "with recursive back as ("
                        + " select m.part, m.seq, m.replaces_part, m.replaces_seq, 0 as depth"
                        + " from measurement m where m.part = $1 and m.seq = $2"
                        + " union all select m.part, m.seq, m.replaces_part, m.replaces_seq,"
                        + " b.depth - 1 from measurement m join back b"
                        + " on m.part = b.replaces_part and m.seq = b.replaces_seq),"
                        + " forth as (select part, seq, 0 as depth from back where depth = 0"
                        + " union all select l.by_part, l.by_seq, f.depth + 1"
                        + " from measurement_link l"
                        + " join forth f on l.part = f.part and l.seq = f.seq),"
                        + " links as (select part, seq, depth from back"
                        + " union select part, seq, depth from forth) "
                        + ENTRY
                        + " join links c on c.part = m.part and c.seq = m.seq order by c.depth",
                place.part(),
                place.seq());
    }

    /** Where a held measurement came: the key that pages of them go on from. */
    public record HeldKey(Instant receivedAt, int part, long kafkaOffset) {
        public static HeldKey of(HeldMeasurement held) {
            return new HeldKey(held.receivedAt(), held.part(), held.kafkaOffset());
        }
    }

    /**
     * Held measurements in the order they came.
     *
     * @param hidden KPIs of which only what that actor sent is listed
     * @param after where the page before ended; null for the first
     */
    public List<HeldMeasurement> held(
            Tx tx,
            @Nullable String kpi,
            Set<String> hidden,
            String actor,
            @Nullable HeldKey after,
            int limit) {
        return held(
                tx,
                """
                where ($1::text is null or kpi = $1)
                    and (received_at, part, kafka_offset) > ($2, $3::smallint, $4)
                    and (kpi <> all($6::text[]) or actor = $7)
                order by received_at, part, kafka_offset limit $5
                """,
                kpi,
                Columns.time(after == null ? Instant.EPOCH : after.receivedAt()),
                after == null ? -1 : after.part(),
                after == null ? -1L : after.kafkaOffset(),
                limit,
                hidden.toArray(String[]::new),
                actor);
    }

    private static List<HeldMeasurement> held(Tx tx, String which, @Nullable Object... parameters) {
        List<HeldMeasurement> held = new ArrayList<>();
        for (Row row :
                tx.query(
                        """
                        select part, epoch, kafka_offset, received_at, source, id, kpi, scope,
                            cause, request_id, import_id, actor, body, period, sender
                        from measurement_held
                        """
                                + which,
                        parameters)) {
            held.add(HeldAndRejected.held(row));
        }
        return held;
    }

    /** A rejected one with its number in the list. */
    public record Rejected(long number, RejectedMeasurement measurement) {}

    /**
     * Rejected measurements, the newest first.
     *
     * @param importId only those of one import; null for all
     * @param before the number that the page before ended with; null for the first page
     */
    public List<Rejected> rejected(
            Tx tx, @Nullable UUID importId, @Nullable Long before, int limit) {
        List<Rejected> rejected = new ArrayList<>();
        for (Row row :
                tx.query(
                        """
                        select number, received_at, part, epoch, kafka_offset, request_id,
                            import_id, item, actor, source, id, kpi, scope, code, detail, body,
                            guarded
                        from measurement_rejected
                        where ($1::uuid is null or import_id = $1)
                            and ($2::bigint is null or number < $2)
                        order by number desc limit $3
                        """,
                        importId,
                        before,
                        limit)) {
            Short part = row.getShort(2);
            rejected.add(
                    new Rejected(
                            row.getLong(0),
                            new RejectedMeasurement(
                                    row.getOffsetDateTime(1).toInstant(),
                                    part == null ? null : (int) part,
                                    row.getInteger(3),
                                    row.getLong(4),
                                    row.getUUID(5),
                                    row.getUUID(6),
                                    row.getInteger(7),
                                    row.getString(8),
                                    row.getString(9),
                                    row.getString(10),
                                    row.getString(11),
                                    row.getString(12),
                                    row.getString(13),
                                    row.getString(14),
                                    row.getBuffer(15).getBytes(),
                                    row.getBoolean(16))));
        }
        return rejected;
    }

    private static List<MeasurementEntry> entries(Tx tx, String sql, Object... parameters) {
        List<MeasurementEntry> entries = new ArrayList<>();
        for (Row row : tx.query(sql, parameters)) {
            Long[] scores = row.getArrayOfLongs(15);
            entries.add(
                    new MeasurementEntry(
                            new EntryId(row.getShort(0), row.getLong(1)),
                            row.getOffsetDateTime(2).toInstant(),
                            row.getString(3),
                            row.getString(4),
                            Kind.of(row.getShort(5)),
                            new SeriesName(row.getString(6), row.getString(7), row.getString(8)),
                            row.getOffsetDateTime(9).toInstant(),
                            row.getString(10),
                            row.getBigDecimal(11),
                            row.getBigDecimal(12),
                            row.getBigDecimal(13),
                            row.getBigDecimal(14),
                            scores == null ? null : List.of(scores),
                            row.getString(16),
                            row.getString(17),
                            row.getString(18),
                            row.getString(19),
                            row.getString(20),
                            row.getUUID(21)));
        }
        return entries;
    }

    /**
     * @param test with {@code $?} where the value comes
     */
    private static void and(
            StringBuilder sql, List<Object> parameters, String test, @Nullable Object value) {
        if (value != null) {
            parameters.add(value);
            sql.append(" and ").append(test.replace("$?", "$" + parameters.size()));
        }
    }

    private static @Nullable Object time(@Nullable Instant instant) {
        return instant == null ? null : Columns.time(instant);
    }
}
