package io.effekt.testing;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import java.util.UUID;

/** Measurements of a test, through the door; counted and evaluated when a call returns. */
public final class Measured {
    private Measured() {}

    /**
     * @param when the field that says it, for instance {@code "period": "2026-01"}
     * @param content the fields with the numbers
     * @return its id
     */
    public static String put(String kpi, String scope, String when, String content) {
        String id = UUID.randomUUID().toString();
        given().contentType("application/json")
                .header("Prefer", "wait=30")
                .body(
                        "{\"id\": \"%s\", \"source\": \"test\", \"kpi\": \"%s\", \"scope\": \"%s\", %s, %s}"
                                .formatted(id, kpi, scope, when, content))
                .post("/api/v1/measurements")
                .then()
                .statusCode(200)
                .body("receipts[0].receipt", equalTo("counted"));
        return id;
    }

    /** So many of so many, for a whole period. */
    public static void ratio(
            String kpi, String scope, String period, int numerator, int denominator) {
        put(
                kpi,
                scope,
                "\"period\": \"" + period + "\"",
                "\"numerator\": %d, \"denominator\": %d".formatted(numerator, denominator));
    }

    /** A number for a whole period. */
    public static void number(String kpi, String scope, String period, String value) {
        put(kpi, scope, "\"period\": \"" + period + "\"", "\"value\": " + value);
    }
}
