package io.effekt.eventstore.outbox;

import io.effekt.background.Worker;
import io.effekt.database.Database;
import io.effekt.database.Tx;
import io.effekt.eventstore.StoreIds;
import io.effekt.eventstore.postgres.StoreIdentity;
import io.effekt.kafka.KafkaAccess;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Brings what lies in the outboxes to Kafka, each letter once and in order a key. One publisher at
 * a time: it holds a lock in PostgreSQL, and Kafka shuts out the instance that held it before. An
 * instance that takes over, or has failed in the middle, reads the end of the topic first, and so
 * finds what was sent without being able to say so.
 */
@ApplicationScoped
public class OutboxPublisher {
    private static final Logger LOG = Logger.getLogger(OutboxPublisher.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Database database;
    private final Instance<Outbox> outboxes;
    private final KafkaAccess kafka;
    private final StoreIdentity identity;
    private final String me = UUID.randomUUID().toString();
    private final Worker worker =
            new Worker(Thread.ofPlatform().name("effekt-outbox"), TICK, this::run, this::failed);

    /** By topic; touched by the publisher's thread alone. */
    private final Map<String, OutboxLine> lines = new HashMap<>();

    public OutboxPublisher(
            Database database,
            Instance<Outbox> outboxes,
            KafkaAccess kafka,
            StoreIdentity identity) {
        this.database = database;
        this.outboxes = outboxes;
        this.kafka = kafka;
        this.identity = identity;
    }

    void start(@Observes StartupEvent event) {
        worker.start();
        worker.wake();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (worker.stop(Duration.ofSeconds(5))) {
            lines.values().forEach(OutboxLine::close);
        }
    }

    /** Something may wait. */
    public void wake() {
        worker.wake();
    }

    private boolean run() {
        boolean any = false;
        for (Outbox outbox : outboxes) {
            any |= patiently(outbox);
        }
        return any;
    }

    private void failed(RuntimeException e) {
        LOG.warnf("event=outbox_failed cause=%s", e.getMessage());
    }

    /** A topic that cannot be written to keeps no other back. */
    private boolean patiently(Outbox outbox) {
        try {
            return publish(outbox);
        } catch (RuntimeException e) {
            LOG.warnf(
                    "event=outbox_failed topic=%s cause=%s", outbox.topic().name(), e.getMessage());
            return false;
        }
    }

    /** Sends what waits, under the lock; true when there was anything. */
    private boolean publish(Outbox outbox) {
        OutboxLine line =
                lines.computeIfAbsent(outbox.topic().name(), topic -> new OutboxLine(topic, kafka));
        boolean certain = false;
        try {
            Boolean any =
                    database.ifFree(
                            "publish " + outbox.topic().name(), tx -> publish(tx, outbox, line));
            certain = true;
            return any != null && any;
        } finally {
            if (!certain) {
                line.close();
            }
        }
    }

    private boolean publish(Tx tx, Outbox outbox, OutboxLine line) {
        List<Outbox.Letter> letters = outbox.waiting(tx, OutboxLine.AT_ONCE);
        if (letters.isEmpty()) {
            return false;
        }
        StoreIds store = identity.read(tx);
        List<Outbox.Letter> open = letters;
        if (takesOver(tx, outbox) || line.isInDoubt()) {
            OutboxTail tail = line.takeOver();
            open = tail.open(store, letters);
            Optional<String> parted =
                    tail.parted(outbox.topic().name(), store, letters, outbox.last(tx));
            if (parted.isPresent()) {
                // In a transaction of its own: Kafka must not know of an id that is rolled back.
                store = database.inTransaction(other -> identity.renew(other, parted.get()));
            }
        }
        line.send(open, store.current());
        outbox.sent(tx, letters.stream().map(Outbox.Letter::number).toList());
        return true;
    }

    /** Whether somebody else has published since this process last did. */
    private boolean takesOver(Tx tx, Outbox outbox) {
        return tx.query(
                                """
                                insert into publisher (topic, owner) values ($1, $2)
                                on conflict (topic) do update set owner = excluded.owner
                                where publisher.owner <> excluded.owner
                                """,
                                outbox.topic().name(),
                                me)
                        .rowCount()
                > 0;
    }
}
