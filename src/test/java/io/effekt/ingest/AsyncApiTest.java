package io.effekt.ingest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.effekt.kafka.KafkaSettings;
import io.effekt.kafka.KafkaTopic;
import io.effekt.kafka.TopicKeeper;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Topic;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The description of the topics is true: what is made and what is published is as it says. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class AsyncApiTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Inject KafkaSettings kafka;
    @Inject TopicKeeper topics;

    private final JsonNode document = document();
    private final String run = "y" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void itsTopicsAreThoseThatTheServiceMakes() {
        Map<String, Integer> described = new TreeMap<>();
        for (JsonNode channel : document.path("channels")) {
            JsonNode binding = channel.path("bindings").path("kafka");
            assertEquals(channel.path("address"), binding.path("topic"));
            described.put(binding.path("topic").asText(), binding.path("partitions").asInt());
        }
        assertEquals(
                new TreeMap<>(
                        topics.topics().stream()
                                .collect(
                                        Collectors.toMap(
                                                KafkaTopic::name, KafkaTopic::partitions))),
                described);
    }

    @Test
    void itsExamplesFitItsSchemas() {
        for (String message :
                List.of(
                        "measurement",
                        "measurementEvent",
                        "command",
                        "statusChange",
                        "rejection")) {
            for (JsonNode example : message(message).path("examples")) {
                assertEquals(
                        Set.of(),
                        violations(message, "payload", example.path("payload")),
                        example.path("name").asText());
            }
        }
    }

    @Test
    void whatIsPublishedFitsItsSchemas() {
        Defined.stream(run);
        Defined.team(run, run);
        Defined.kpi(run, Defined.SUM);
        Defined.target(run, "org", "\"comparator\":\"gte\",\"value\":2");
        post("good", "\"value\": 3.5").body("receipts[0].receipt", is("counted"));
        post("bad", "\"numerator\": 1, \"denominator\": 2")
                .body("receipts[0].receipt", is("rejected"));

        ConsumerRecord<byte[], byte[]> change = published("effekt.status-changes.v1");
        ConsumerRecord<byte[], byte[]> rejection = published("effekt.rejected.v1");

        assertEquals(Set.of(), violations("statusChange", "payload", value(change)));
        assertEquals(Set.of(), violations("statusChange", "headers", headers(change)));
        assertEquals(Set.of(), violations("rejection", "payload", value(rejection)));
        assertEquals(Set.of(), violations("rejection", "headers", headers(rejection)));
        ObjectNode other = value(change).deepCopy();
        other.put("to", "splendid");
        assertFalse(violations("statusChange", "payload", other).isEmpty(), "not looked at");
        other = value(rejection).deepCopy();
        other.remove("code");
        assertFalse(violations("rejection", "payload", other).isEmpty(), "not looked at");
    }

    private ValidatableResponse post(String id, String numbers) {
        return given().contentType("application/json")
                .header("Prefer", "wait=30")
                .body(
                        """
                        {"id": "%s", "source": "urn:%s", "kpi": "%s", "scope": "team:%s",
                         "observedAt": "2024-03-05T12:00:00Z", %s}
                        """
                                .formatted(id, run, run, run, numbers))
                .post("/api/v1/measurements")
                .then();
    }

    private ConsumerRecord<byte[], byte[]> published(String topic) {
        Topic read = new Topic(kafka.bootstrap(), topic);
        return Awaitility.await("published on " + topic)
                .atMost(Duration.ofMinutes(2))
                .until(
                        () ->
                                read.read().stream()
                                        .filter(r -> value(r).path("kpi").asText().equals(run))
                                        .toList(),
                        found -> !found.isEmpty())
                .getFirst();
    }

    private Set<String> violations(String message, String part, JsonNode instance) {
        ObjectNode schema = JSON.createObjectNode();
        schema.put("$ref", "#/components/messages/" + message + "/" + part);
        schema.set("components", document.path("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        schema,
                        SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build())
                .validate(instance)
                .stream()
                .map(ValidationMessage::getMessage)
                .collect(Collectors.toSet());
    }

    private JsonNode message(String name) {
        return document.path("components").path("messages").path(name);
    }

    private static JsonNode value(ConsumerRecord<byte[], byte[]> record) {
        try {
            return JSON.readTree(record.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode headers(ConsumerRecord<byte[], byte[]> record) {
        ObjectNode headers = JSON.createObjectNode();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return headers;
    }

    private static JsonNode document() {
        try {
            return new YAMLMapper().readTree(Path.of("openapi", "asyncapi.yaml").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
