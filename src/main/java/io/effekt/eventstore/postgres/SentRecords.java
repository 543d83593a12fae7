package io.effekt.eventstore.postgres;

import io.effekt.database.Columns;
import io.effekt.database.Database;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of records of the topic, by the place that Kafka gave them. */
@ApplicationScoped
public class SentRecords {
    private static final String READ = "select part, kafka_offset from log_head where part >= 0";
    private static final String REJECTED =
            """
            select part, kafka_offset, code, detail from measurement_rejected
            where request_id = $1 and part is not null
            """;
    private static final String HELD =
            "select part, kafka_offset, cause from measurement_held where request_id = $1";
    private static final String COUNTED =
            """
            select w.part, w.kafka_offset
            from unnest($1::int[], $2::bigint[], $3::text[], $4::uuid[])
                as w(part, kafka_offset, source, id_hash)
            join source s on s.name = w.source
            join measurement_identity i on i.source_id = s.id and i.id_hash = w.id_hash
            where i.part = w.part and i.kafka_offset = w.kafka_offset and i.seq > 0
            """;

    private final Database database;

    public SentRecords(Database database) {
        this.database = database;
    }

    /** Where a record lies in the topic. */
    public record Place(int part, long offset) {}

    /** A record and the identity of the measurement in it. */
    public record Sent(Place place, @Nullable String source, UUID idHash) {}

    /** One that was not taken. */
    public record Rejected(Place place, String code, String detail) {}

    /** One that waits, and for what. */
    public record Held(Place place, String cause) {}

    /** The next offset to read, by partition: everything before it is decided. */
    public Map<Integer, Long> read() {
        Map<Integer, Long> heads = new HashMap<>();
        for (Row row : database.query(READ)) {
            heads.put(row.getInteger(0), row.getLong(1));
        }
        return heads;
    }

    public List<Rejected> rejected(UUID request) {
        List<Rejected> rejected = new ArrayList<>();
        for (Row row : database.query(REJECTED, request)) {
            rejected.add(new Rejected(place(row), row.getString(2), row.getString(3)));
        }
        return rejected;
    }

    public List<Held> held(UUID request) {
        List<Held> held = new ArrayList<>();
        for (Row row : database.query(HELD, request)) {
            held.add(new Held(place(row), row.getString(2)));
        }
        return held;
    }

    /** Those of them that are in the log. */
    public Set<Place> counted(List<Sent> sent) {
        Set<Place> counted = new HashSet<>();
        for (Row row :
                database.query(
                        COUNTED,
                        Columns.integers(sent, s -> s.place().part()),
                        Columns.longs(sent, s -> s.place().offset()),
                        Columns.texts(sent, Sent::source),
                        Columns.uuids(sent, Sent::idHash))) {
            counted.add(place(row));
        }
        return counted;
    }

    private static Place place(Row row) {
        return new Place(row.getInteger(0), row.getLong(1));
    }
}
