package io.effekt.ingest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.effekt.access.Caller;
import io.effekt.access.Limits;
import io.effekt.ingest.append.MeasurementOutcome;
import io.effekt.ingest.door.Meant;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.form.ParsedMeasurement;
import io.effekt.ingest.record.MeasurementCodec;
import io.effekt.kpi.application.DefinitionsView;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is held for a name that nobody has defined: its sender is told the nearest that is. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class MeantNamesTest {
    @Inject DefinitionsView definitions;

    private final String run = "n" + UUID.randomUUID().toString().substring(0, 8);
    private final String kpi = run + "-adoption";
    private final String team = run + "-platform";

    @BeforeEach
    void world() {
        Defined.stream(run + "-delivery");
        Defined.team(team, run + "-delivery");
        Defined.kpi(kpi, Defined.SUM);
    }

    @Test
    void theNearestKpiOrScopeIsNamed() {
        String key = Client.key("measurements:write");
        for (String query : List.of("", "?dryRun=true")) {
            for (String word : List.of("adopton", "adpotion", "adaption", "adoptions")) {
                send(key, query, run + "-" + word, "team:" + team)
                        .body("receipts[0].code", equalTo("unknown_kpi"))
                        .body("receipts[0].detail", containsString("Did you mean '" + kpi + "'?"));
            }
            for (String word : List.of("platfrom", "platforms", "plattform")) {
                send(key, query, kpi, "team:" + run + "-" + word)
                        .body("receipts[0].code", equalTo("unknown_scope"))
                        .body(
                                "receipts[0].detail",
                                containsString("Did you mean 'team:" + team + "'?"));
            }
            send(key, query, kpi, "stream:" + run + "-delievry")
                    .body("receipts[0].detail", containsString("'stream:" + run + "-delivery'?"));
            send(key, query, kpi, "stream:" + team)
                    .body("receipts[0].detail", containsString("'team:" + team + "'?"));
        }
    }

    @Test
    void whatIsFarOrRetiredOrNotSeenIsNotNamed() {
        String key = Client.key("measurements:write");
        send(key, "", "nothing-of-the-kind-at-all-0123456789", "team:" + team)
                .body("receipts[0].detail", not(containsString("Did you mean")));
        Limits limits = Limits.to(List.of(run + "-platfrom"), List.of(), List.of(run + "-adopton"));
        assertEquals("", meant(limits, "unknown_kpi"));
        assertEquals("", meant(limits, "unknown_scope"));
        assertEquals(" Did you mean '" + kpi + "'?", meant(Limits.NONE, "unknown_kpi"));
        assertEquals(" Did you mean 'team:" + team + "'?", meant(Limits.NONE, "unknown_scope"));
        Defined.retire("/kpis/" + kpi);
        send(key, "", kpi + "n", "team:" + team)
                .body("receipts[0].code", equalTo("unknown_kpi"))
                .body("receipts[0].detail", not(containsString("'" + kpi + "'")));
    }

    /** What is told beside the sentence that everybody gets. */
    private String meant(Limits limits, String cause) {
        String json =
                "{\"kpi\":\"%1$s-adopton\",\"scope\":\"team:%1$s-platfrom\",\"period\":\"2026-01\",\"value\":1}"
                        .formatted(run);
        ParsedMeasurement incoming =
                assertInstanceOf(
                                ParsedItem.WellFormed.class,
                                MeasurementCodec.read(json.getBytes(UTF_8), "i", "s"))
                        .incoming();
        Meant meant = Meant.by(new Caller("c", Set.of(), limits, List.of()), definitions.current());
        MeasurementOutcome.Held told =
                assertInstanceOf(
                        MeasurementOutcome.Held.class,
                        meant.told(MeasurementOutcome.Held.of(cause, incoming), incoming));
        return told.detail().substring(told.detail().indexOf("defined.") + "defined.".length());
    }

    private static ValidatableResponse send(String key, String query, String kpi, String scope) {
        return given().header("Authorization", "Bearer " + key)
                .contentType("application/json")
                .header("Prefer", "wait=30")
                .body(
                        "{\"id\": \"%s\", \"kpi\": \"%s\", \"scope\": \"%s\", \"period\": \"2026-01\", \"value\": 1}"
                                .formatted(UUID.randomUUID(), kpi, scope))
                .post("/api/v1/measurements" + query)
                .then()
                .body("receipts[0].receipt", equalTo("held"));
    }
}
