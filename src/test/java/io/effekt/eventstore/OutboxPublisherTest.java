package io.effekt.eventstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.effekt.database.Database;
import io.effekt.database.Tx;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each letter leaves once and in order, also when the store fails after Kafka has taken it. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class OutboxPublisherTest {
    @Inject Database database;
    @Inject KafkaAccess kafka;

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

    /** Lets a publisher of its own run until nothing waits. */
    private void publish(Letters letters) throws InterruptedException {
        OutboxPublisher publisher = new OutboxPublisher(database, only(letters), kafka);
        publisher.start(new StartupEvent());
        try {
            Awaitility.await("nothing waits")
                    .atMost(Duration.ofSeconds(60))
                    .until(letters.waiting::isEmpty);
        } finally {
            publisher.stop(new ShutdownEvent());
        }
    }

    private List<String> numbersOnTheTopic() {
        return new Topic(bootstrap(), topic)
                .read().stream().map(record -> Topic.header(record, "effekt-outbox")).toList();
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

        Letters(int failures, Letter... letters) {
            this.failures = failures;
            waiting = new CopyOnWriteArrayList<>(letters);
        }

        @Override
        public String topic() {
            return topic;
        }

        @Override
        public List<Letter> waiting(Tx tx, int limit) {
            return List.copyOf(waiting);
        }

        @Override
        public void sent(Tx tx, List<Long> numbers) {
            if (failed.get() < failures) {
                failed.incrementAndGet();
                throw new IllegalStateException("the store is away");
            }
            waiting.removeIf(letter -> numbers.contains(letter.number()));
        }
    }
}
