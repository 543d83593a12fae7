package io.effekt.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/** Kafka's own ids of topics: one that was deleted and made again has another. */
@ApplicationScoped
public class TopicIds {
    private final KafkaSettings settings;

    public TopicIds(KafkaSettings settings) {
        this.settings = settings;
    }

    public String of(String topic) {
        try (Admin admin = Admin.create(settings.common())) {
            TopicDescription found =
                    admin.describeTopics(List.of(topic))
                            .allTopicNames()
                            .get(10, TimeUnit.SECONDS)
                            .get(topic);
            return Objects.requireNonNull(found).topicId().toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while asking Kafka", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka did not describe " + topic, e);
        }
    }
}
