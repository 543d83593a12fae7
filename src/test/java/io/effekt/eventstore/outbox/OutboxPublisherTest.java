package io.effekt.eventstore.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.effekt.database.Database;
import io.effekt.database.Tx;
import io.effekt.eventstore.postgres.StoreIdentity;
import io.effekt.kafka.KafkaAccess;
import io.effekt.kafka.KafkaTopic;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Topic;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Each letter leaves once and in order, also when the store fails after Kafka has taken it, is made
 * again or restored, and when two publish.
 */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class OutboxPublisherTest {
    @Inject Database database;
    @Inject KafkaAccess kafka;
    @Inject StoreIdentity identity;

    private final String topic = "outbox-" + UUID.randomUUID();

    @BeforeEach
    void makeTopic() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            NewTopic wanted =
                    new NewTopic(topic, Optional.of(1), Optional.empty())
                            .configs(Map.of("max.message.bytes", Integer.toString(Outbox.LARGEST)));
            admin.createTopics(List.of(wanted)).all().get();
        }
    }

    @Test
    void whatKafkaTookBeforeTheStoreFailedIsNotSentAgain() throws Exception {
        Letters letters = new Letters(2, letter(1, 10), letter(2, 10), letter(3, 10));

        publish(letters);

        assertEquals(2, letters.failed.get(), "rounds that failed");
        assertEquals(List.of("1", "2", "3"), numbersOnTheTopic());
    }

    @Test
    void aLargeLetterKeepsNobodyBack() throws Exception {
        Letters letters = new Letters(0, letter(1, 10), letter(2, 12_000_000), letter(3, 10));

        publish(letters);

        assertEquals(List.of("1", "2", "3"), numbersOnTheTopic());
    }

    @Test
    void theNumbersOfAnotherStoreOnTheTopicSayNothingOfThisOne() throws Exception {
        UUID other = UUID.randomUUID();
        for (long number = 1; number <= 3; number++) {
            sentBefore(other, letter(number, 10));
        }

        publish(new Letters(0, letter(1, 10), letter(2, 10), letter(3, 10)));

        List<String> stores = headersOnTheTopic("effekt-store");
        assertEquals(List.of("1", "2", "3", "1", "2", "3"), numbersOnTheTopic());
        assertEquals(Collections.nCopies(3, other.toString()), stores.subList(0, 3));
        assertEquals(Collections.nCopies(3, currentId().toString()), stores.subList(3, 6));
    }

    @Test
    void aRestoredStoreGetsAnotherIdAndSendsWhatIsNew() throws Exception {
        publish(new Letters(0, letter(1, 10), letter(2, 10), letter(3, 10)));
        UUID before = currentId();

        // Restored to a moment at which 2 was not sent yet; then something else became 3.
        publish(new Letters(0, letter(2, 10), letter(3, 11)));

        assertNotEquals(before, currentId());
        assertEquals(List.of("1", "2", "3", "3"), numbersOnTheTopic());
        assertEquals(
                List.of(before, before, before, currentId()).toString(),
                headersOnTheTopic("effekt-store").toString());
    }

    @Test
    void aStoreThatHasGivenOutFewerNumbersThanTheTopicHasGetsAnotherId() throws Exception {
        publish(new Letters(0, letter(7, 10)));
        UUID before = currentId();

        publish(new Letters(0, letter(4, 10)));

        assertNotEquals(before, currentId());
        assertEquals(List.of("7", "4"), numbersOnTheTopic());
    }

    @Test
    void aNewIdInBetweenSendsNothingTwice() throws Exception {
        UUID before = currentId();
        Letters letters = new Letters(1, letter(1, 10), letter(2, 10));
        letters.onFailure =
                () -> database.run(tx -> identity.renew(tx, "a test: " + UUID.randomUUID()));

        publish(letters);

        assertNotEquals(before, currentId());
        assertEquals(List.of("1", "2"), numbersOnTheTopic());
    }

    @Test
    void whoLostTheLockInTheMiddleOfARoundSendsNothingMore() throws Exception {
        Letters letters = new Letters(0, letter(1, 10), letter(2, 10), letter(3, 10));
        Map<String, Object> slow = new HashMap<>(kafka.clientConfig());
        slow.put("partitioner.class", Stalling.class);
        Stalling.stall();
        OutboxPublisher loser = publisher(letters, () -> slow);
        loser.start(new StartupEvent());
        try {
            Stalling.ARRIVED.get().await();
            database.query("select pg_terminate_backend($1)", letters.lastBackend);
            publish(letters);
            Stalling.GO_ON.get().countDown();
            letters.waiting.add(letter(4, 10));
            awaitNothingWaits(letters);
        } finally {
            Stalling.GO_ON.get().countDown();
            loser.stop(new ShutdownEvent());
        }

        assertEquals(List.of("1", "2", "3", "4"), numbersOnTheTopic());
    }

    private OutboxPublisher publisher(Letters letters, KafkaAccess access) {
        return new OutboxPublisher(database, only(letters), access, identity);
    }

    private UUID currentId() {
        return database.inTransaction(identity::read).current();
    }

    private void sentBefore(UUID store, Outbox.Letter letter) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        kafka.clientConfig(),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(topic, letter.key().getBytes(UTF_8), letter.value());
            record.headers()
                    .add("effekt-outbox", Long.toString(letter.number()).getBytes(UTF_8))
                    .add("effekt-store", store.toString().getBytes(UTF_8));
            producer.send(record).get();
        }
    }

    /** Stops the sender between two records of its transaction. */
    public static final class Stalling implements Partitioner {
        private static final AtomicReference<CountDownLatch> ARRIVED =
                new AtomicReference<>(new CountDownLatch(0));
        private static final AtomicReference<CountDownLatch> GO_ON =
                new AtomicReference<>(new CountDownLatch(0));

        static void stall() {
            ARRIVED.set(new CountDownLatch(2));
            GO_ON.set(new CountDownLatch(1));
        }

        @Override
        public int partition(
                String name,
                @Nullable Object key,
                byte @Nullable [] keyBytes,
                @Nullable Object value,
                byte @Nullable [] valueBytes,
                Cluster cluster) {
            ARRIVED.get().countDown();
            if (ARRIVED.get().getCount() == 0) {
                try {
                    GO_ON.get().await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return 0;
        }

        @Override
        public void configure(Map<String, ?> configs) {}

        @Override
        public void close() {}
    }

    private static void awaitNothingWaits(Letters letters) {
        Awaitility.await("nothing waits")
                .atMost(Duration.ofMinutes(2))
                .until(letters.waiting::isEmpty);
    }

    /** Lets a publisher of its own run until nothing waits. */
    private void publish(Letters letters) throws InterruptedException {
        OutboxPublisher publisher = publisher(letters, kafka);
        publisher.start(new StartupEvent());
        try {
            awaitNothingWaits(letters);
        } finally {
            publisher.stop(new ShutdownEvent());
        }
    }

    private List<String> numbersOnTheTopic() {
        return headersOnTheTopic("effekt-outbox");
    }

    private List<String> headersOnTheTopic(String header) {
        return new Topic(bootstrap(), topic)
                .read().stream().map(record -> Topic.header(record, header)).toList();
    }

    private String bootstrap() {
        return String.valueOf(kafka.clientConfig().get("bootstrap.servers"));
    }

    private static Outbox.Letter letter(long number, int bytes) {
        return new Outbox.Letter(number, "key", "x".repeat(bytes).getBytes(UTF_8));
    }

    /** The container would hand out every outbox of the service. */
    @SuppressWarnings("unchecked")
    private static Instance<Outbox> only(Outbox outbox) {
        return (Instance<Outbox>)
                Proxy.newProxyInstance(
                        Outbox.class.getClassLoader(),
                        new Class<?>[] {Instance.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("iterator")) {
                                return List.of(outbox).iterator();
                            }
                            throw new UnsupportedOperationException(method.getName());
                        });
    }

    /** An outbox whose first rounds fail when they say what was sent. */
    private final class Letters implements Outbox {
        private final List<Letter> waiting;
        private final AtomicInteger failed = new AtomicInteger();
        private final int failures;
        private final long last;
        private volatile int lastBackend;
        private volatile Runnable onFailure = () -> {};

        Letters(int failures, Letter... letters) {
            this.failures = failures;
            waiting = new CopyOnWriteArrayList<>(letters);
            last = letters[letters.length - 1].number();
        }

        @Override
        public KafkaTopic topic() {
            return new KafkaTopic(topic, "letters", 1, 1, LARGEST);
        }

        @Override
        public List<Letter> waiting(Tx tx, int limit) {
            lastBackend = tx.query("select pg_backend_pid()").iterator().next().getInteger(0);
            return List.copyOf(waiting);
        }

        @Override
        public long last(Tx tx) {
            return waiting.stream().mapToLong(Letter::number).reduce(last, Math::max);
        }

        @Override
        public void sent(Tx tx, List<Long> numbers) {
            if (failed.get() < failures) {
                failed.incrementAndGet();
                onFailure.run();
                throw new IllegalStateException("the store is away");
            }
            waiting.removeIf(letter -> numbers.contains(letter.number()));
        }
    }
}
