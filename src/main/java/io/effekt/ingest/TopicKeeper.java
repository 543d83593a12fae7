package io.effekt.ingest;

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
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes the topics that are missing and checks those that are there, before anything reads or
 * writes them. While Kafka is away it goes on trying in the background.
 */
@ApplicationScoped
public class TopicKeeper {
    private static final Logger LOG = Logger.getLogger(TopicKeeper.class);
    private static final int BEFORE_READERS = 100;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int PATIENCE_MILLIS = 5_000;

    private final KafkaSettings kafka;
    private final TopicSettings settings;
    private volatile @Nullable String trouble = "The topics have not been looked at yet.";
    private volatile boolean stopping;

    public TopicKeeper(KafkaSettings kafka, TopicSettings settings) {
        this.kafka = kafka;
        this.settings = settings;
    }

    /** What is wrong with the topics, in one sentence; empty when all is well. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    void start(@Observes @Priority(BEFORE_READERS) StartupEvent event) {
        if (!tryOnce()) {
            Thread.ofVirtual().name("effekt-topics").start(this::tryOn);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    private void tryOn() {
        try {
            do {
                Thread.sleep(PAUSE);
            } while (!stopping && !tryOnce());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (WrongTopicException e) {
            LOG.errorf("event=wrong_topic cause=%s", e.getMessage());
        }
    }

    /**
     * False when Kafka is away.
     *
     * @throws WrongTopicException when a topic is not what it has to be: the service cannot run
     */
    private boolean tryOnce() {
        try (Admin admin = Admin.create(config())) {
            List<Topics.Wanted> wanted = Topics.wanted(settings);
            create(admin, wanted);
            check(admin, wanted);
            trouble = null;
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (WrongTopicException e) {
            trouble = e.getMessage();
            throw e;
        } catch (ExecutionException | RuntimeException e) {
            trouble = "Kafka does not answer.";
            LOG.warnf("event=topics_unknown cause=%s", e.getMessage());
            return false;
        }
    }

    private void create(Admin admin, List<Topics.Wanted> wanted)
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

    private NewTopic newTopic(Topics.Wanted topic) {
        short copies = settings.replicationFactor();
        Optional<Short> replication = copies < 0 ? Optional.empty() : Optional.of(copies);
        return new NewTopic(topic.name(), Optional.of(topic.partitions()), replication)
                .configs(
                        Map.of(
                                TopicConfig.RETENTION_MS_CONFIG,
                                Long.toString(topic.retentionMillis()),
                                TopicConfig.RETENTION_BYTES_CONFIG,
                                "-1",
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                Integer.toString(topic.largest()),
                                TopicConfig.CLEANUP_POLICY_CONFIG,
                                TopicConfig.CLEANUP_POLICY_DELETE));
    }

    private static void check(Admin admin, List<Topics.Wanted> wanted)
            throws InterruptedException, ExecutionException {
        List<String> names = wanted.stream().map(Topics.Wanted::name).toList();
        Map<String, TopicDescription> topics = admin.describeTopics(names).allTopicNames().get();
        for (Topics.Wanted topic : wanted) {
            TopicDescription found = topics.get(topic.name());
            int partitions = found == null ? 0 : found.partitions().size();
            if (partitions != topic.partitions()) {
                throw new WrongTopicException(topic, partitions);
            }
        }
    }

    private Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>(kafka.common());
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        return config;
    }

    /** A topic has another number of partitions: keys would go other ways than the log knows. */
    private static final class WrongTopicException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        WrongTopicException(Topics.Wanted topic, int found) {
            super(
                    "The topic "
                            + topic.name()
                            + " has "
                            + found
                            + " partitions and must have "
                            + topic.partitions()
                            + ", for ever. Point EFFEKT_KAFKA_BOOTSTRAP at another Kafka, or restore"
                            + " the topic.");
        }
    }
}
