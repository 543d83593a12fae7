package io.effekt.kafka;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Whether the topics are what they have to be. */
final class TopicCheck {
    private TopicCheck() {}

    /**
     * The first that is not, in one or two sentences.
     *
     * @throws ExecutionException when Kafka does not answer
     */
    static Optional<String> trouble(Admin admin, List<KafkaTopic> wanted)
            throws InterruptedException, ExecutionException {
        Map<String, KafkaFuture<TopicDescription>> found =
                admin.describeTopics(wanted.stream().map(KafkaTopic::name).toList())
                        .topicNameValues();
        for (KafkaTopic topic : wanted) {
            KafkaFuture<TopicDescription> described = found.get(topic.name());
            int partitions = described == null ? 0 : partitions(described);
            if (partitions == 0) {
                return Optional.of(
                        "The topic %s is missing. Restore it, or restart the service to have it made again, empty."
                                .formatted(topic.name()));
            }
            if (partitions != topic.partitions()) {
                return Optional.of(
                        "The topic %s has %d partitions and must have %d, for ever. Point EFFEKT_KAFKA_BOOTSTRAP at another Kafka, or restore the topic."
                                .formatted(topic.name(), partitions, topic.partitions()));
            }
        }
        return Optional.empty();
    }

    private static int partitions(KafkaFuture<TopicDescription> described)
            throws InterruptedException, ExecutionException {
        try {
            return described.get().partitions().size();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw e;
        }
    }
}
