package io.effekt.contract;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.testing.AdminCaller;
import io.effekt.testing.Client;
import io.effekt.testing.Contract;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Operation;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the contract shows as an example can be sent as it stands, in the order of a newcomer. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class RequestExamplesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** In this order one leads to the next. */
    private static final List<String> ORDER =
            List.of(
                    "putValueStream",
                    "putTeam",
                    "putKpi",
                    "putTargets",
                    "putBaseline",
                    "importDefinitions",
                    "adoptCatalogue",
                    "postMeasurements",
                    "retractImport",
                    "issueKey",
                    "rotateKey");

    /**
     * They need something that time or many answers bring; their examples are held to the schema.
     */
    private static final Set<String> HELD_TO_SCHEMA =
            Set.of("handOverSource", "overrideStatus", "releaseHeld", "verifyLog");

    /** A second time they are another call. */
    private static final Set<String> ONCE = Set.of("issueKey", "rotateKey", "retractImport");

    private final String random = UUID.randomUUID().toString().substring(0, 8);

    private record Example(Operation operation, String type, String name, JsonNode value) {
        boolean isJson() {
            return type.endsWith("json") && !type.contains("ndjson");
        }
    }

    @BeforeEach
    void client() {
        AdminCaller.become(
                Client.key(
                        "admin",
                        "definitions:write",
                        "measurements:write",
                        "status:read",
                        "keys:manage",
                        "survey:steward"));
    }

    private static List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        for (Operation operation : operations()) {
            operation
                    .node()
                    .path("requestBody")
                    .path("content")
                    .properties()
                    .forEach(content ->
                            content.getValue()
                                    .path("examples")
                                    .properties()
                                    .forEach(example ->
                                            examples.add(
                                                    new Example(
                                                            operation,
                                                            content.getKey(),
                                                            example.getKey(),
                                                            value(
                                                                    operation,
                                                                    example.getValue())))));
        }
        return examples;
    }

    private static List<Operation> operations() {
        return Operation.all(
                given().accept("application/json").get("/q/openapi").then().extract().asString());
    }

    private static JsonNode value(Operation operation, JsonNode example) {
        String reference = example.path("$ref").asText();
        return (reference.isEmpty() ? example : operation.document().at(reference.substring(1)))
                .path("value");
    }

    @Test
    void everyOperationWithABodyHasAnExampleThatItsSchemaTakes() {
        Set<String> with = new TreeSet<>();
        for (Example example : examples()) {
            with.add(example.operation().id());
            if (example.isJson()) {
                assertEquals(
                        List.of(),
                        Contract.committed()
                                .faultsOfRequest(
                                        example.operation().method().name(),
                                        example.operation().path(),
                                        example.type(),
                                        example.value()),
                        example::toString);
            }
        }
        Set<String> all = new TreeSet<>();
        operations().stream().filter(Operation::takesBody).forEach(o -> all.add(o.id()));
        all.remove("verifyLog");
        assertEquals(all, with);
        all.removeAll(ORDER);
        assertTrue(HELD_TO_SCHEMA.containsAll(all), () -> "say where they are sent: " + all);
    }

    @Test
    void everyExampleIsTakenAsItStandsAndWithNullsForWhatMayBeLeftOut() throws IOException {
        Map<String, String> seen = new LinkedHashMap<>();
        List<Example> examples = examples();
        for (String id : ORDER) {
            for (Example example : examples) {
                if (example.operation().id().equals(id)) {
                    Response answer = send(example, own(example.value()), seen);
                    assertTrue(
                            answer.statusCode() < 300,
                            () -> example + " " + answer.statusCode() + answer.asString());
                    assertTrue(
                            !answer.asString().contains("\"receipt\":\"rejected\"")
                                    && !answer.asString().contains("\"result\":\"refused\""),
                            answer.asString());
                    if (example.isJson() && !ONCE.contains(id)) {
                        Response again = send(example, withNulls(example), seen);
                        assertTrue(
                                again.statusCode() < 300,
                                () -> "with nulls: " + example + again.asString());
                    }
                }
            }
        }
    }

    private Response send(Example example, String body, Map<String, String> seen) {
        Map<String, String> names = new LinkedHashMap<>(seen);
        String path = example.operation().path();
        for (String part : List.of("key", "scope", "id")) {
            path = path.replace("{" + part + "}", names.getOrDefault(part, value(part, path)));
        }
        Response answer =
                given().config(
                                RestAssuredConfig.config()
                                        .encoderConfig(
                                                EncoderConfig.encoderConfig()
                                                        .appendDefaultContentCharsetToContentTypeIfUndefined(
                                                                false)))
                        .contentType(example.type())
                        .header("Prefer", "wait=10")
                        .urlEncodingEnabled(false)
                        .body(body.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .request(example.operation().method(), path);
        if (answer.header("Effekt-Import") != null) {
            seen.putIfAbsent("id", answer.header("Effekt-Import"));
        } else if (example.operation().id().equals("issueKey")) {
            seen.put("id", answer.path("id"));
        }
        return answer;
    }

    private String value(String part, String path) {
        if (part.equals("scope")) {
            return own("team:platform");
        }
        return path.contains("/teams/")
                ? own("platform")
                : path.contains("/value-streams/") ? own("onboarding") : own("digital-adoption");
    }

    /** Names that no other test has. */
    private String own(JsonNode value) {
        return own(value.isTextual() ? value.asText() : value.toString());
    }

    private String own(String text) {
        return text.replace("platform", "platform-" + random)
                .replace("onboarding", "onboarding-" + random)
                .replace("digital-adoption", "digital-adoption-" + random)
                .replace("jira-sync", "jira-" + random);
    }

    /** The same with every field that the schema knows and nobody has to send, as null. */
    private String withNulls(Example example) throws IOException {
        ObjectNode body = (ObjectNode) JSON.readTree(own(example.value()));
        for (String field :
                Contract.committed()
                        .nullableFields(
                                example.operation().method().name(),
                                example.operation().path(),
                                example.type(),
                                example.name())) {
            if (!body.has(field)) {
                body.putNull(field);
            }
        }
        return body.toString();
    }
}
