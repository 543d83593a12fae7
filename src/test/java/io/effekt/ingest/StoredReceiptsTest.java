package io.effekt.ingest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.effekt.database.Database;
import io.effekt.ingest.append.MeasurementOutcome;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.form.ParsedMeasurement;
import io.effekt.ingest.record.MeasurementCodec;
import io.effekt.ingest.record.Receipts;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * A receipt says the same whether this instance has decided the item, or reads what another kept.
 */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class StoredReceiptsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject Receipts receipts;
    @Inject Database database;

    private final String own = "r" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void heldItemHasTheSameSentenceFromTheStore() {
        Defined.stream(own);
        Defined.team(own, own);
        Defined.kpi(own, Defined.SUM);
        String value = ",\"period\":\"2026-01\",\"value\":1}";
        String unknownKpi =
                "{\"id\":\"%1$s-k\",\"kpi\":\"nobody-has-defined-it\",\"scope\":\"team:%1$s\""
                        .formatted(own);
        for (String item :
                List.of(
                        unknownKpi + value,
                        "{\"id\":\"%1$s-s\",\"kpi\":\"%1$s\",\"scope\":\"team:nobody-has-heard-of-it\""
                                        .formatted(own)
                                + value,
                        unknownKpi.replace(own + "-k", own + "-c")
                                + ",\"corrects\":\"%s-k\",\"reason\":\"r\"".formatted(own)
                                + value)) {
            String told =
                    given().contentType("application/json")
                            .header("Prefer", "wait=20")
                            .body(item)
                            .post("/api/v1/measurements")
                            .then()
                            .extract()
                            .path("receipts[0].detail");
            assertEquals(told, fromTheStore(item), item);
        }
    }

    private String fromTheStore(String item) {
        ParsedMeasurement incoming =
                assertInstanceOf(
                                ParsedItem.WellFormed.class,
                                MeasurementCodec.read(item.getBytes(UTF_8), "i", "s"))
                        .incoming();
        Row held =
                database.query(
                                """
                                select request_id, part, kafka_offset from measurement_held
                                where id = $1
                                """,
                                incoming.id())
                        .iterator()
                        .next();
        Receipts.Sent sent = new Receipts.Sent(0, held.getShort(1), held.getLong(2), incoming);
        Map<Integer, MeasurementOutcome> outcomes =
                receipts.await(held.getUUID(0), List.of(sent), PATIENCE);
        return assertInstanceOf(MeasurementOutcome.Held.class, outcomes.get(0)).detail();
    }
}
