package io.effekt.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class TopicCheckTest {
    @Inject KafkaSettings kafka;

    private final String topic = "check-" + UUID.randomUUID();

    @Test
    void aTopicIsMissingOrHasTheWrongNumberOfPartitionsOrIsRight() throws Exception {
        try (Admin admin = Admin.create(kafka.common())) {
            String missing = trouble(admin, 3).orElseThrow();
            assertTrue(missing.contains(topic + " is missing"), missing);

            admin.createTopics(List.of(new NewTopic(topic, Optional.of(3), Optional.empty())))
                    .all()
                    .get();
            assertEquals(Optional.empty(), trouble(admin, 3));
            String wrong = trouble(admin, 12).orElseThrow();
            assertTrue(wrong.contains(topic + " has 3 partitions and must have 12"), wrong);
        }
    }

    private Optional<String> trouble(Admin admin, int partitions) throws Exception {
        return TopicCheck.trouble(
                admin, List.of(new KafkaTopic(topic, "test", partitions, 1, 1_000)));
    }
}
