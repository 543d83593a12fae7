package io.effekt.kafka;

import io.effekt.background.FailureTracker;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/**
 * Makes the topics that are missing and checks those that are there, before anything reads or
 * writes them. While Kafka is away it goes on trying in the background; once they are there it goes
 * on looking, so that the service can say that Kafka is away, or a topic is.
 */
@ApplicationScoped
public class TopicKeeper {
    private static final Logger LOG = Logger.getLogger(TopicKeeper.class);
    private static final int BEFORE_READERS = 100;
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int PATIENCE_MILLIS = 5_000;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
    private static final int LOOKS = 20;

    private final KafkaSettings kafka;
    private final TopicSettings settings;
    private final List<KafkaTopic> topics;
    private final FailureTracker trouble = new FailureTracker(Duration.ofSeconds(8));
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile boolean made;

    public TopicKeeper(
            KafkaSettings kafka, TopicSettings settings, @All List<TopicSource> sources) {
        this.kafka = kafka;
        this.settings = settings;
        topics = sources.stream().flatMap(source -> source.topics().stream()).toList();
    }

    /** All topics of the service, whether they are there or not. */
    public List<KafkaTopic> topics() {
        return topics;
    }

    /** What is wrong with Kafka or the topics, in words; empty when all is well. */
    public Optional<String> trouble() {
        return made ? trouble.lasting() : Optional.of("The topics could not be looked at yet.");
    }

    void start(@Observes @Priority(BEFORE_READERS) StartupEvent event) {
        tryToMake()
                .ifPresent(wrong -> {
                    throw new IllegalStateException(wrong);
                });
        Thread.ofVirtual().name("effekt-topics").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        stopping.countDown();
    }

    private void run() {
        try {
            while (!stopped() && !made) {
                tryToMake().ifPresent(wrong -> LOG.errorf("event=wrong_topic cause=%s", wrong));
            }
            try (Admin admin = Admin.create(config())) {
                while (!stopped()) {
                    look(admin);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean stopped() throws InterruptedException {
        return stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look(Admin admin) throws InterruptedException {
        try {
            TopicCheck.trouble(admin, topics).ifPresentOrElse(trouble::met, trouble::over);
        } catch (ExecutionException | RuntimeException e) {
            LOG.debugf("event=topics_unknown cause=%s", e.getMessage());
            trouble.met("Kafka does not answer.");
        }
    }

    /**
     * Makes what is missing, once Kafka is there.
     *
     * @return what is wrong with a topic, so that the service cannot run; empty also while Kafka is
     *     away
     */
    private Optional<String> tryToMake() {
        try (Admin admin = Admin.create(config())) {
            create(admin, topics);
            Optional<String> wrong = TopicCheck.trouble(admin, topics);
            // What was made a moment ago is not known to every broker yet.
            for (int look = 0; wrong.isPresent() && look < LOOKS; look++) {
                Thread.sleep(LOOK_AGAIN);
                wrong = TopicCheck.trouble(admin, topics);
            }
            made = wrong.isEmpty();
            return wrong;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException e) {
            LOG.warnf("event=topics_unknown cause=%s", e.getMessage());
        }
        return Optional.empty();
    }

    private void create(Admin admin, List<KafkaTopic> wanted)
            throws InterruptedException, ExecutionException {
        Set<String> there = admin.listTopics().names().get();
        List<NewTopic> missing =
                wanted.stream()
                        .filter(topic -> !there.contains(topic.name()))
                        .map(this::newTopic)
                        .toList();
        for (Map.Entry<String, KafkaFuture<Void>> made :
                admin.createTopics(missing).values().entrySet()) {
            try {
                made.getValue().get();
                LOG.infof("event=topic_made topic=%s", made.getKey());
            } catch (ExecutionException e) {
                // Another instance that starts at the same moment may have been quicker.
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private NewTopic newTopic(KafkaTopic topic) {
        short copies = settings.replicationFactor();
        Optional<Short> replication = copies < 0 ? Optional.empty() : Optional.of(copies);
        return new NewTopic(topic.name(), Optional.of(topic.partitions()), replication)
                .configs(
                        Map.of(
                                TopicConfig.RETENTION_MS_CONFIG,
                                Long.toString(retentionMillis(topic)),
                                TopicConfig.RETENTION_BYTES_CONFIG,
                                "-1",
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                Integer.toString(topic.largestRecord()),
                                TopicConfig.CLEANUP_POLICY_CONFIG,
                                TopicConfig.CLEANUP_POLICY_DELETE));
    }

    private long retentionMillis(KafkaTopic topic) {
        int days = settings.retentionDays(topic);
        return days < 0 ? -1 : Duration.ofDays(days).toMillis();
    }

    private Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>(kafka.common());
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        return config;
    }
}
