package io.effekt.eventstore.postgres;

import io.effekt.database.Columns;
import io.effekt.database.Tx;
import io.effekt.eventstore.EntryId;
import io.effekt.eventstore.LoggedEntry;
import io.effekt.eventstore.measurement.Identity;
import io.effekt.eventstore.measurement.IdentityKey;
import io.effekt.eventstore.measurement.NewMeasurement;
import io.effekt.eventstore.measurement.NewMeasurement.Kind;
import io.effekt.eventstore.measurement.SeriesName;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is known of senders' ids, and of the entries they stand for. */
@ApplicationScoped
public class Identities {
    /** The limit forces a look-up by key for each, whatever the planner thinks of the array. */
    private static final String FIND =
            """
            select w.ord, i.content_hash, i.part, i.seq, i.kafka_offset
            from unnest($1::text[], $2::uuid[]) with ordinality as w(source, id_hash, ord)
            join source s on s.name = w.source
            cross join lateral (select * from measurement_identity m
                where m.source_id = s.id and m.id_hash = w.id_hash limit 1) i
            """;

    private static final String RESERVE =
            """
            insert into measurement_identity
                (source_id, id_hash, content_hash, part, seq, kafka_offset)
            select s.id, w.id_hash, w.content_hash, $1::smallint, 0, w.kafka_offset
            from unnest($2::text[], $3::uuid[], $4::uuid[], $5::bigint[])
                as w(source, id_hash, content_hash, kafka_offset)
            join source s on s.name = w.source
            order by s.id, w.id_hash
            on conflict do nothing
            """;

    private static final String FILL_IN =
            """
            update measurement_identity i set seq = w.seq, kafka_offset = -1,
                content_hash = w.content_hash
            from unnest($1::text[], $2::uuid[], $3::bigint[], $4::uuid[])
                as w(source, id_hash, seq, content_hash)
            join source s on s.name = w.source
            where i.source_id = s.id and i.id_hash = w.id_hash
            """;

    private static final String FREE =
            """
            delete from measurement_identity i
            using unnest($1::text[], $2::uuid[]) as w(source, id_hash)
            join source s on s.name = w.source
            where i.source_id = s.id and i.id_hash = w.id_hash and i.seq = 0
            """;

    private static final String ENTRIES =
            """
            select m.part, m.seq, s.kpi, s.scope, s.dimensions, m.kind, m.observed_at, m.period,
                b.id, b.observed_at, m.actor
            from unnest($1::int[], $2::bigint[]) as w(part, seq)
            cross join lateral (select * from measurement x
                where x.part = w.part and x.seq = w.seq limit 1) m
            join series s on s.id = m.series_id
            left join lateral (select n.id, n.observed_at from measurement_link l
                join measurement n on n.part = l.by_part and n.seq = l.by_seq
                where l.part = m.part and l.seq = m.seq limit 1) b on true
            """;

    private final Dictionary dictionary;

    public Identities(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    /** Those of the ids that are taken. */
    public Map<IdentityKey, Identity> find(Tx tx, List<IdentityKey> keys) {
        Map<IdentityKey, Identity> found = new HashMap<>();
        if (keys.isEmpty()) {
            return found;
        }
        for (Row row :
                tx.query(
                        FIND,
                        Columns.texts(keys, IdentityKey::source),
                        Columns.uuids(keys, IdentityKey::idHash))) {
            found.put(
                    keys.get(Math.toIntExact(row.getLong(0)) - 1),
                    new Identity(row.getUUID(1), row.getShort(2), row.getLong(3), row.getLong(4)));
        }
        return found;
    }

    /**
     * Reserves the ids of held measurements.
     *
     * @return how many were free
     */
    public int reserve(Tx tx, int part, Map<IdentityKey, Identity> held) {
        List<Map.Entry<IdentityKey, Identity>> rows = List.copyOf(held.entrySet());
        dictionary.sources(tx, rows.stream().map(r -> r.getKey().source()).distinct().toList());
        return tx.query(
                        RESERVE,
                        part,
                        Columns.texts(rows, r -> r.getKey().source()),
                        Columns.uuids(rows, r -> r.getKey().idHash()),
                        Columns.uuids(rows, r -> r.getValue().contentHash()),
                        Columns.longs(rows, r -> r.getValue().kafkaOffset()))
                .rowCount();
    }

    /**
     * Gives reserved ids their sequence in the log, the offset that their entry has, and the hash
     * of what it says: of what was held, words may have been erased since.
     */
    public void fillIn(Tx tx, List<IdentityKey> keys, List<NewMeasurement> entries, long firstSeq) {
        if (!keys.isEmpty()) {
            Long[] seqs = new Long[keys.size()];
            for (int i = 0; i < seqs.length; i++) {
                seqs[i] = firstSeq + i;
            }
            tx.send(
                    FILL_IN,
                    Columns.texts(keys, IdentityKey::source),
                    Columns.uuids(keys, IdentityKey::idHash),
                    seqs,
                    Columns.uuids(entries, NewMeasurement::contentHash));
        }
    }

    /** Gives up reserved ids: what was held turned out not to be taken. */
    public void free(Tx tx, List<IdentityKey> keys) {
        if (!keys.isEmpty()) {
            tx.send(
                    FREE,
                    Columns.texts(keys, IdentityKey::source),
                    Columns.uuids(keys, IdentityKey::idHash));
        }
    }

    /** The entries at these places. */
    public Map<EntryId, LoggedEntry> entries(Tx tx, Collection<EntryId> places) {
        Map<EntryId, LoggedEntry> found = new HashMap<>();
        List<EntryId> wanted = List.copyOf(places);
        if (wanted.isEmpty()) {
            return found;
        }
        for (Row row :
                tx.query(
                        ENTRIES,
                        Columns.integers(wanted, EntryId::part),
                        Columns.longs(wanted, EntryId::seq))) {
            EntryId place = new EntryId(row.getShort(0), row.getLong(1));
            OffsetDateTime supersededAt = row.getOffsetDateTime(9);
            found.put(
                    place,
                    new LoggedEntry(
                            place,
                            new SeriesName(row.getString(2), row.getString(3), row.getString(4)),
                            Kind.of(row.getShort(5)),
                            row.getOffsetDateTime(6).toInstant(),
                            row.getString(7),
                            row.getString(8),
                            supersededAt == null ? null : supersededAt.toInstant(),
                            row.getString(10)));
        }
        return found;
    }
}
