package io.effekt.eventstore.postgres;

import io.effekt.database.Columns;
import io.effekt.database.Tx;
import io.effekt.eventstore.measurement.HeldMeasurement;
import io.effekt.eventstore.measurement.RejectedMeasurement;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is kept beside the log: measurements that wait, and measurements that were not taken. */
@ApplicationScoped
public class HeldAndRejected {
    private static final String HOLD =
            """
            insert into measurement_held (part, epoch, kafka_offset, received_at, source, id, kpi,
                scope, cause, request_id, import_id, actor, body, period, sender)
            select * from unnest($1::int[], $2::int[], $3::bigint[], $4::timestamptz[], $5::text[],
                $6::text[], $7::text[], $8::text[], $9::text[], $10::uuid[], $11::uuid[],
                $12::text[], $13::bytea[], $14::text[], $15::text[])
            on conflict do nothing
            """;
    private static final String REJECT =
            """
            insert into measurement_rejected (received_at, part, epoch, kafka_offset, request_id,
                import_id, item, actor, source, id, kpi, scope, code, detail, body, guarded)
            select * from unnest($1::timestamptz[], $2::int[], $3::int[], $4::bigint[], $5::uuid[],
                $6::uuid[], $7::int[], $8::text[], $9::text[], $10::text[], $11::text[],
                $12::text[], $13::text[], $14::text[], $15::bytea[], $16::boolean[])
            on conflict do nothing
            """;
    private static final String COLUMNS =
            """
            select part, epoch, kafka_offset, received_at, source, id, kpi, scope, cause,
                request_id, import_id, actor, body, period, sender
            from measurement_held
            """;
    private static final String HELD_OF_DEFINED =
            COLUMNS
                    + """
                    where part = $1 and period is null
                        and (kpi, scope) in (select * from unnest($2::text[], $3::text[]))
                    order by epoch, kafka_offset limit $4
                    """;
    private static final String HELD_BY_ID =
            """
            select h.part, h.epoch, h.kafka_offset, h.received_at, h.source, h.id, h.kpi, h.scope,
                h.cause, h.request_id, h.import_id, h.actor, h.body, h.period, h.sender
            from unnest($1::text[], $2::text[]) as w(source, id)
            cross join lateral (select * from measurement_held x
                where x.source = w.source and x.id = w.id limit 1) h
            """;
    private static final String LATE =
            COLUMNS
                    + """
                    where kpi = $1 and scope = $2 and (period is not null
                        or cause = 'original_held')
                    order by part, epoch, kafka_offset
                    """;

    public void hold(Tx tx, List<HeldMeasurement> held) {
        if (!held.isEmpty()) {
            tx.send(
                    HOLD,
                    Columns.integers(held, HeldMeasurement::part),
                    Columns.integers(held, HeldMeasurement::epoch),
                    Columns.longs(held, HeldMeasurement::kafkaOffset),
                    Columns.times(held, HeldMeasurement::receivedAt),
                    Columns.texts(held, HeldMeasurement::source),
                    Columns.texts(held, HeldMeasurement::id),
                    Columns.texts(held, HeldMeasurement::kpi),
                    Columns.texts(held, HeldMeasurement::scope),
                    Columns.texts(held, HeldMeasurement::cause),
                    Columns.uuids(held, HeldMeasurement::request),
                    Columns.uuids(held, HeldMeasurement::importId),
                    Columns.texts(held, HeldMeasurement::actor),
                    Columns.bytes(held, HeldMeasurement::body),
                    Columns.texts(held, HeldMeasurement::period),
                    Columns.texts(held, HeldMeasurement::sender));
        }
    }

    public void reject(Tx tx, List<RejectedMeasurement> rejected) {
        if (!rejected.isEmpty()) {
            tx.send(
                    REJECT,
                    Columns.times(rejected, RejectedMeasurement::receivedAt),
                    Columns.integers(rejected, RejectedMeasurement::part),
                    Columns.integers(rejected, RejectedMeasurement::epoch),
                    Columns.longs(rejected, RejectedMeasurement::kafkaOffset),
                    Columns.uuids(rejected, RejectedMeasurement::request),
                    Columns.uuids(rejected, RejectedMeasurement::importId),
                    Columns.integers(rejected, RejectedMeasurement::item),
                    Columns.texts(rejected, RejectedMeasurement::actor),
                    Columns.texts(rejected, RejectedMeasurement::source),
                    Columns.texts(rejected, RejectedMeasurement::id),
                    Columns.texts(rejected, RejectedMeasurement::kpi),
                    Columns.texts(rejected, RejectedMeasurement::scope),
                    Columns.texts(rejected, RejectedMeasurement::code),
                    Columns.texts(rejected, RejectedMeasurement::detail),
                    Columns.bytes(rejected, RejectedMeasurement::body),
                    Columns.booleans(rejected, RejectedMeasurement::guarded));
        }
    }

    /** The partitions in which something waits. */
    public List<Integer> partitions(Tx tx) {
        List<Integer> partitions = new ArrayList<>();
        for (Row row :
                tx.query(
                        "select distinct part from measurement_held where period is null"
                                + " order by 1")) {
            partitions.add(row.getInteger(0));
        }
        return partitions;
    }

    /** Scopes and KPIs that something waits for in one partition. */
    public List<Wanted> wanted(Tx tx, int part) {
        List<Wanted> wanted = new ArrayList<>();
        for (Row row :
                tx.query(
                        "select distinct kpi, scope from measurement_held"
                                + " where part = $1 and period is null",
                        part)) {
            wanted.add(new Wanted(row.getString(0), row.getString(1)));
        }
        return wanted;
    }

    /** What waits until a KPI or scope is defined, of these KPIs or at these scopes. */
    public List<Wanted> undefined(Tx tx, Collection<String> kpis, Collection<String> scopes) {
        List<Wanted> wanted = new ArrayList<>();
        for (Row row :
                tx.query(
                        """
                        select distinct kpi, scope from measurement_held
                        where period is null and cause in ('unknown_kpi', 'unknown_scope')
                            and (kpi = any($1::text[]) or scope = any($2::text[]))
                        """,
                        kpis.toArray(new String[0]),
                        scopes.toArray(new String[0]))) {
            wanted.add(new Wanted(row.getString(0), row.getString(1)));
        }
        return wanted;
    }

    /** Whether one of these scopes is still to be counted again in some partition. */
    public boolean isOrdered(Tx tx, Collection<String> scopes) {
        return !scopes.isEmpty()
                && tx.query(
                                "select 1 from rebucket_order where scope = any($1::text[]) limit 1",
                                (Object) scopes.toArray(new String[0]))
                        .iterator()
                        .hasNext();
    }

    /** KPIs of which something waits at these scopes. */
    public Set<String> kpisWaitingFor(Tx tx, Collection<String> scopes) {
        Set<String> kpis = new HashSet<>();
        if (!scopes.isEmpty()) {
            tx.query(
                            "select distinct kpi from measurement_held where period is null"
                                    + " and scope = any($1::text[])",
                            (Object) scopes.toArray(new String[0]))
                    .forEach(row -> kpis.add(row.getString(0)));
        }
        return kpis;
    }

    /** A KPI and a scope that something waits for. */
    public record Wanted(String kpi, String scope) {}

    /** Held ones of these KPIs and scopes in one partition, in the order they came. */
    public List<HeldMeasurement> held(Tx tx, int part, List<Wanted> defined, int limit) {
        List<HeldMeasurement> held = new ArrayList<>();
        for (Row row :
                tx.query(
                        HELD_OF_DEFINED,
                        part,
                        Columns.texts(defined, Wanted::kpi),
                        Columns.texts(defined, Wanted::scope),
                        limit)) {
            held.add(held(row));
        }
        return held;
    }

    /** A held one by the name that its sender gave it. */
    public record Named(String source, String id) {}

    /** Those of the names that are held. */
    public List<HeldMeasurement> held(Tx tx, List<Named> names) {
        List<HeldMeasurement> held = new ArrayList<>();
        if (!names.isEmpty()) {
            for (Row row :
                    tx.query(
                            HELD_BY_ID,
                            Columns.texts(names, Named::source),
                            Columns.texts(names, Named::id))) {
                held.add(held(row));
            }
        }
        return held;
    }

    /**
     * What came too late for a closed period of the KPI at the scope, and what waits for other held
     * ones there; in every partition, in the order they came.
     */
    public List<HeldMeasurement> late(Tx tx, String kpi, String scope) {
        List<HeldMeasurement> late = new ArrayList<>();
        for (Row row : tx.query(LATE, kpi, scope)) {
            late.add(held(row));
        }
        return late;
    }

    /** Writes down for what they wait now. */
    public void waitsFor(Tx tx, List<HeldMeasurement> held) {
        if (!held.isEmpty()) {
            tx.send(
                    """
                    update measurement_held h set cause = w.cause, period = w.period
                    from unnest($1::int[], $2::int[], $3::bigint[], $4::text[], $5::text[])
                        as w(part, epoch, kafka_offset, cause, period)
                    where h.part = w.part and h.epoch = w.epoch and h.kafka_offset = w.kafka_offset
                    """,
                    Columns.integers(held, HeldMeasurement::part),
                    Columns.integers(held, HeldMeasurement::epoch),
                    Columns.longs(held, HeldMeasurement::kafkaOffset),
                    Columns.texts(held, HeldMeasurement::cause),
                    Columns.texts(held, HeldMeasurement::period));
        }
    }

    /** One row of the held ones, in the order of columns that this class and its readers use. */
    static HeldMeasurement held(Row row) {
        return new HeldMeasurement(
                row.getShort(0),
                row.getInteger(1),
                row.getLong(2),
                row.getOffsetDateTime(3).toInstant(),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(13),
                row.getUUID(9),
                row.getUUID(10),
                row.getString(11),
                row.getString(14),
                row.getBuffer(12).getBytes());
    }

    /** Takes away what is no longer held. */
    public void letGo(Tx tx, List<HeldMeasurement> gone) {
        if (!gone.isEmpty()) {
            tx.send(
                    """
                    delete from measurement_held h
                    using unnest($1::int[], $2::int[], $3::bigint[]) as w(part, epoch, kafka_offset)
                    where h.part = w.part and h.epoch = w.epoch and h.kafka_offset = w.kafka_offset
                    """,
                    Columns.integers(gone, HeldMeasurement::part),
                    Columns.integers(gone, HeldMeasurement::epoch),
                    Columns.longs(gone, HeldMeasurement::kafkaOffset));
        }
    }
}
