package io.effekt.ingest;

import io.effekt.database.Columns;
import io.effekt.database.Database;
import io.effekt.database.Notifications;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What became of the items of requests that wait. In the usual case this instance reads the
 * partition itself and says so; otherwise the store is asked, by partition and offset.
 */
@ApplicationScoped
public class Receipts {
    private static final long ASK_AGAIN_MILLIS = 100;

    private static final String HEADS = "select part, kafka_offset from log_head where part >= 0";
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
    private final Notifications notifications;
    private final Map<UUID, Expected> open = new ConcurrentHashMap<>();

    public Receipts(Database database, Notifications notifications) {
        this.database = database;
        this.notifications = notifications;
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        notifications.on(Waiting.CHANNEL, this::nudge);
    }

    /** Another instance has decided something of a request. */
    private void nudge(String request) {
        if (request.isEmpty()) {
            open.values().forEach(Expected::nudge);
            return;
        }
        Expected expected = open.get(UUID.fromString(request));
        if (expected != null) {
            expected.nudge();
        }
    }

    /** What was sent of a request, and where Kafka put it. */
    public record Sent(int item, int part, long offset, Incoming incoming) {}

    private record Place(int part, long offset) {}

    /** To be called before anything of the request is sent. */
    public void expect(UUID request) {
        open.put(request, new Expected());
    }

    /** Nobody waits for the request any more. */
    public void forget(UUID request) {
        open.remove(request);
    }

    void settle(UUID request, int item, Outcome outcome) {
        Expected expected = open.get(request);
        if (expected != null) {
            expected.settle(item, outcome);
        }
    }

    /**
     * Waits until every item has its outcome and every status that follows from it is evaluated.
     * Blocks.
     *
     * @return outcomes by item; items that are missing were not decided in time
     */
    public Map<Integer, Outcome> await(UUID request, List<Sent> sent, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        Expected expected = open.computeIfAbsent(request, any -> new Expected());
        try {
            expected.expect(sent.size());
            while (!settled(expected, deadline)) {
                ask(request, sent, expected);
                if (System.nanoTime() >= deadline) {
                    break;
                }
            }
            Map<Integer, Outcome> outcomes = new HashMap<>(expected.soFar());
            if (!evaluated(sent, outcomes, deadline)) {
                outcomes.values().removeIf(Outcome.Counted.class::isInstance);
            }
            return outcomes;
        } finally {
            forget(request);
        }
    }

    private static boolean settled(Expected expected, long deadline) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        try {
            return expected.isComplete()
                    || (expected.await(Math.clamp(left, 1, ASK_AGAIN_MILLIS))
                            && expected.isComplete());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Asks the store: the partitions may be read by another instance. */
    private void ask(UUID request, List<Sent> sent, Expected expected) {
        Map<Integer, Long> heads = new HashMap<>();
        for (Row row : database.query(HEADS)) {
            heads.put(row.getInteger(0), row.getLong(1));
        }
        List<Sent> decided =
                sent.stream().filter(s -> heads.getOrDefault(s.part(), 0L) > s.offset()).toList();
        if (decided.isEmpty()) {
            return;
        }
        Map<Place, Outcome> outcomes = new HashMap<>();
        for (Row row : database.query(REJECTED, request)) {
            outcomes.put(
                    new Place(row.getInteger(0), row.getLong(1)),
                    new Outcome.Rejected(row.getString(2), row.getString(3)));
        }
        for (Row row : database.query(HELD, request)) {
            outcomes.put(
                    new Place(row.getInteger(0), row.getLong(1)),
                    new Outcome.Held(row.getString(2), ""));
        }
        for (Row row :
                database.query(
                        COUNTED,
                        Columns.integers(decided, Sent::part),
                        Columns.longs(decided, Sent::offset),
                        Columns.texts(decided, s -> s.incoming().source()),
                        Columns.uuids(decided, s -> Canonical.idHash(s.incoming().id())))) {
            outcomes.put(new Place(row.getInteger(0), row.getLong(1)), new Outcome.Counted());
        }
        for (Sent item : decided) {
            expected.settle(
                    item.item(),
                    outcomes.getOrDefault(
                            new Place(item.part(), item.offset()), new Outcome.Duplicate()));
        }
    }

    /** Whether no mark is left of what was counted. */
    private boolean evaluated(List<Sent> sent, Map<Integer, Outcome> outcomes, long deadline) {
        Set<String> kpis = new HashSet<>();
        for (Sent item : sent) {
            if (outcomes.get(item.item()) instanceof Outcome.Counted) {
                kpis.add(item.incoming().kpi());
            }
        }
        if (kpis.isEmpty()) {
            return true;
        }
        Object names = kpis.toArray(new String[0]);
        Long last =
                database.query("select max(id) from dirty_mark where kpi = any($1::text[])", names)
                        .iterator()
                        .next()
                        .getLong(0);
        long pause = 2;
        while (last != null && isMarked(names, last)) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            pause = Math.min(2 * pause, 50);
        }
        return true;
    }

    private boolean isMarked(Object kpis, long last) {
        return database.query(
                        """
                        select 1 from dirty_mark
                        where kpi = any($1::text[]) and id <= $2 limit 1
                        """,
                        kpis,
                        last)
                .iterator()
                .hasNext();
    }

    /** The receipt's word. */
    static String word(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Counted counted -> "counted";
            case Outcome.Duplicate duplicate -> "duplicate";
            case Outcome.Held held -> "held";
            case Outcome.Rejected rejected -> "rejected";
        };
    }
}
