package io.effekt.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.effekt.database.Database;
import io.effekt.ingest.form.MeasurementParser;
import io.effekt.ingest.form.ParsedBody;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Topic;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody answered is in no sentence about a body that cannot be read, and on no topic. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class SurveyWordsTest {
    private static final String WORDS = "nobody_listens";

    @Inject Database database;
    @Inject Config config;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"comment\": %s}",
                "{\"comment\": %s here\"}",
                "{\"comment\": \"%s",
                "{\"comment\": \"%s\\q\"}",
                "{\"comment\": \"%s\n\"}",
                "{\"comment\": \"%s\" x}",
                "{'comment': '%s'}",
                "{\"scores\": {\"9\": 4%s}}",
                "%s"
            })
    void theSentenceOnABodyThatIsNoJsonQuotesNothingOfIt(String body) {
        byte[] bytes = body.formatted(WORDS).getBytes(UTF_8);
        String detail =
                assertInstanceOf(ParsedBody.Unreadable.class, new MeasurementParser(10).json(bytes))
                        .refusal()
                        .detail();
        assertFalse(detail.contains(WORDS.substring(0, 6)), detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,k,org,2026-01,%s today", "%s,k", "id,kpi,scope,\"%s", "7,k,9"})
    void theSentenceOnACsvWithoutAHeaderLineQuotesNothingOfIt(String body) {
        byte[] bytes = body.formatted(WORDS + " here").getBytes(UTF_8);
        String detail =
                assertInstanceOf(ParsedBody.Unreadable.class, new MeasurementParser(10).csv(bytes))
                        .refusal()
                        .detail();
        assertFalse(detail.contains(WORDS) || detail.contains("7"), detail);
    }

    @Test
    void onTheTopicOfWhatIsRejectedNobodyReadsIt() throws Exception {
        String kpi = "s" + UUID.randomUUID().toString().substring(0, 8);
        Defined.kpi(
                kpi,
                "\"unit\":\"%\",\"shape\":\"ratio\",\"aggregation\":\"pooled\",\"rollUp\":\"pooled\","
                        + "\"direction\":\"up\",\"period\":\"month\",\"trials\":true,\"minGroupSize\":5");
        String words = WORDS + UUID.randomUUID();
        String bootstrap = config.getValue("kafka.bootstrap.servers", String.class);
        List<String> bodies =
                List.of(
                        "{\"kpi\": \"%s\", \"scope\": \"org\", \"comment\": %s}",
                        "{\"kpi\": \"%s\", \"id\": \"1\", \"comment\": \"%s",
                        "{\"kpi\": \"%s\", \"comment\": \"%s\", \"id\": 1}");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrap),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            for (String body : bodies) {
                producer.send(
                                new ProducerRecord<>(
                                        "effekt.measurements.v1",
                                        (kpi + "|org").getBytes(UTF_8),
                                        body.formatted(kpi, words).getBytes(UTF_8)))
                        .get(30, TimeUnit.SECONDS);
            }
        }
        Awaitility.await("published")
                .atMost(Duration.ofMinutes(2))
                .until(() -> published(words) == bodies.size());
        List<JsonNode> letters = new ArrayList<>();
        for (var record : new Topic(bootstrap, "effekt.rejected.v1").read()) {
            JsonNode letter = new JsonMapper().readTree(Topic.text(record));
            boolean isText = letter.path("body").isTextual();
            String body = isText ? new String(letter.path("body").binaryValue(), UTF_8) : "";
            if ((letter + body).contains(words)) {
                letters.add(letter);
            }
        }
        assertEquals(List.of(), letters);
    }

    private long published(String words) {
        return database.query(
                        "select count(*) from measurement_rejected"
                                + " where published and position(convert_to($1, 'UTF8') in body) > 0",
                        words)
                .iterator()
                .next()
                .getLong(0);
    }
}
