package io.effekt.kpi.rest;

import static io.effekt.kpi.rest.DefinitionsHttpTest.fresh;
import static io.effekt.kpi.rest.DefinitionsHttpTest.get;
import static io.effekt.kpi.rest.DefinitionsHttpTest.json;
import static io.effekt.kpi.rest.DefinitionsHttpTest.put;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Targets and baselines of a KPI as a client sets them. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class TargetsAndBaselinesHttpTest {
    private static final String TARGET =
            """
            {"targets": [{"from": "2026-01-01", "to": null, "comparator": "gte", "value": 70.50,
                          "warning": 60, "basis": "absolute"}]}
            """;

    @Test
    void targetsKeepTheirDigitsAndTheirHistory() {
        String path = "/kpis/" + sum() + "/targets/org";

        put(path, TARGET)
                .statusCode(201)
                .header("ETag", "\"1\"")
                .body("scope", equalTo("org"))
                .body("targets[0].from", equalTo("2026-01-01"))
                .body("targets[0].to", nullValue());
        String read = get(path).statusCode(200).extract().asString();
        assertTrue(read.contains("\"value\":70.50,\"warning\":60,"), read);
        put(path, read).statusCode(200).header("ETag", "\"1\"");
        put(
                        path,
                        TARGET.replace("70.50", "71")
                                .replaceFirst("\\{", "{\"reason\": \"raised by the board\", "))
                .statusCode(200)
                .header("ETag", "\"2\"");

        get(path + "/versions")
                .body("items.version", equalTo(List.of(2, 1)))
                .body("items.author", equalTo(List.of("admin", "admin")))
                .body("items[0].recordedAt", notNullValue())
                .body("items[0].reason", equalTo("raised by the board"))
                .body("items[1].reason", nullValue())
                .body("items[1].definition.targets[0].value", is(70.5f));
    }

    @Test
    void targetsAreTakenAwayAndNotErased() {
        String kpi = sum();
        String path = "/kpis/" + kpi + "/targets/org";
        put(path, TARGET).statusCode(201);

        json().delete("/api/v1" + path).then().statusCode(200).body("targets", empty());

        get(path).statusCode(200).body("status", equalTo("retired")).body("targets", empty());
        get("/kpis/" + kpi + "/targets").body("items.scope", equalTo(List.of("org")));
        get("/kpis/" + kpi + "/targets?status=active").body("items", empty());
        get(path + "/versions").body("items[1].definition.targets[0].warning", is(60));
    }

    @Test
    void aTargetOnTheWrongSideIsRefused() {
        put("/kpis/" + sum() + "/targets/org", TARGET.replace("60", "80"))
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/targets/0/warning"));
    }

    @Test
    void aTargetOfNobodyIsRefusedWithTheCure() {
        put("/kpis/" + sum() + "/targets/team:nobody", TARGET)
                .statusCode(422)
                .body("code", equalTo("scope-not-defined"))
                .body("detail", containsString("PUT /teams/nobody"));
        put("/kpis/no-such-kpi/targets/org", TARGET)
                .statusCode(422)
                .body("code", equalTo("kpi-not-defined"));
        put("/kpis/" + sum() + "/targets/everywhere", TARGET).statusCode(422);
        get("/kpis/no-such-kpi/targets/org").statusCode(404);
        get("/kpis/" + sum() + "/targets/everywhere").statusCode(404);
    }

    @Test
    void aSpanThatEndsBeforeItBeginsIsRefused() {
        put(
                        "/kpis/" + sum() + "/targets/org",
                        TARGET.replace("\"to\": null", "\"to\": \"2026-01-01\""))
                .statusCode(422)
                .body("errors[0].code", equalTo("invalid-span"));
        put("/kpis/" + sum() + "/targets/org", TARGET.replace("2026-01-01", "2026-02-30"))
                .statusCode(422)
                .body("errors[0].code", equalTo("invalid-date"));
    }

    @Test
    void aBandHasAWiderBandForItsWarning() {
        String kpi = fresh();
        Defined.kpi(kpi, Defined.SUM.replace("\"up\"", "\"band\""));

        put(
                        "/kpis/" + kpi + "/targets/org",
                        """
                        {"targets": [{"from": "2026-01-01", "comparator": "between", "lower": 5,
                          "upper": 10, "warning": {"lower": 3, "upper": 12}}]}
                        """)
                .statusCode(201)
                .body("targets[0].lower", is(5))
                .body("targets[0].warning.upper", is(12));
    }

    @Test
    void aBaselineIsAValueOrASpan() {
        String path = "/kpis/" + sum() + "/baselines/org";

        put(path, "{\"value\": 3.20}").statusCode(201).body("value", is(3.2f));
        put(path, "{\"value\": 3.2}").statusCode(200).header("ETag", "\"1\"");
        put(path, "{\"from\": \"2025-07-01\", \"to\": \"2026-01-01\"}")
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("locked", is(false));
        put(path, "{\"value\": 1, \"from\": \"2025-07-01\"}").statusCode(422);
        put(path, "{}").statusCode(422);
        put(path, "{\"from\": \"2025-07-02\", \"to\": \"2026-01-01\"}")
                .statusCode(422)
                .body("code", equalTo("baseline-span-not-whole"));
        json().delete("/api/v1" + path)
                .then()
                .statusCode(200)
                .body("status", equalTo("retired"))
                .body("value", nullValue());
    }

    @Test
    void aLockedBaselineKeepsItsValueWhateverComesLater() {
        String kpi = sum();
        measure(kpi, "a", "2025-08-01T12:00:00Z", 60);
        String path = "/kpis/" + kpi + "/baselines/org";
        String lock = "{\"from\": \"2025-07-01\", \"to\": \"2026-01-01\", \"locked\": true}";

        put(path, lock)
                .statusCode(201)
                .body("frozen.measurements", is(1))
                .body("frozen.value", notNullValue())
                .body("frozen.position", notNullValue());
        String frozen = get(path).extract().body().path("frozen.value").toString();
        measure(kpi, "b", "2025-09-01T12:00:00Z", 6_000);

        put(path, lock).statusCode(200).header("ETag", "\"1\"");
        assertTrue(
                frozen.equals(get(path).extract().body().path("frozen.value").toString()), frozen);
    }

    @Test
    void aLockedBaselineOfASmallGroupTellsNoSums() {
        String kpi = fresh();
        Defined.kpi(
                kpi,
                "\"unit\":\"%\",\"shape\":\"ratio\",\"aggregation\":\"pooled\",\"rollUp\":\"pooled\","
                        + "\"direction\":\"up\",\"period\":\"month\",\"trials\":true");
        Measured.ratio(kpi, "org", "2025-08", 1, 3);
        put(
                        "/kpis/" + kpi,
                        "{\"name\":{\"en\":\"a\"},\"unit\":\"%\",\"shape\":\"ratio\","
                                + "\"aggregation\":\"pooled\",\"rollUp\":\"pooled\",\"direction\":\"up\","
                                + "\"period\":\"month\",\"trials\":true,\"minGroupSize\":5}")
                .statusCode(200);

        put(
                        "/kpis/" + kpi + "/baselines/org",
                        "{\"from\": \"2025-07-01\", \"to\": \"2026-01-01\", \"locked\": true}")
                .statusCode(201)
                .body("frozen.value", nullValue())
                .body("frozen.measurements", is(0))
                .body("frozen.sums.size()", is(0));
    }

    @Test
    void theShapeIsFixedOnceAMeasurementWasCounted() {
        String kpi = sum();
        String changed =
                "{\"name\": {\"en\": \""
                        + kpi
                        + "\"},"
                        + Defined.SUM.replace("month", "week")
                        + "}";
        put("/kpis/" + kpi + "?dryRun=true", changed).statusCode(200);
        measure(kpi, "a", "2025-08-01T12:00:00Z", 1);

        put("/kpis/" + kpi, changed)
                .statusCode(422)
                .body("code", equalTo("fixed-once-counted"))
                .body("errors.pointer", hasItem("/period"))
                .body("detail", containsString("'replaces'"));
    }

    private static void measure(String kpi, String id, String at, int value) {
        json().header("Prefer", "wait=20")
                .body(
                        "{\"id\": \"%s-%s\", \"kpi\": \"%s\", \"scope\": \"org\", \"observedAt\": \"%s\", \"value\": %d}"
                                .formatted(kpi, id, kpi, at, value))
                .post("/api/v1/measurements")
                .then()
                .statusCode(200)
                .body("receipts[0].receipt", equalTo("counted"));
    }

    private static String sum() {
        String key = fresh();
        Defined.kpi(key, Defined.SUM);
        return key;
    }
}
