package io.effekt.testing;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.oneOf;

/** Definitions of a test, through the door. */
public final class Defined {
    /** A number that is added up, by the month. */
    public static final String SUM =
            "\"unit\":\"h\",\"shape\":\"number\",\"aggregation\":\"sum\",\"rollUp\":\"sum\","
                    + "\"direction\":\"up\",\"period\":\"month\"";

    private Defined() {}

    public static void stream(String key) {
        put("/value-streams/" + key, "{\"name\":\"" + key + "\"}");
    }

    /** A team that has always belonged to that value stream. */
    public static void team(String key, String stream) {
        put(
                "/teams/" + key,
                "{\"name\":\""
                        + key
                        + "\",\"memberships\":[{\"valueStream\":\""
                        + stream
                        + "\",\"from\":\"2020-01-01\",\"to\":null}]}");
    }

    /**
     * @param fields all but its name
     */
    public static void kpi(String key, String fields) {
        put("/kpis/" + key, "{\"name\":{\"en\":\"" + key + "\"}," + fields + "}");
    }

    /** A target for ever. */
    public static void target(String kpi, String scope, String rule) {
        put(
                "/kpis/" + kpi + "/targets/" + scope,
                "{\"targets\":[{\"from\":\"2020-01-01\",\"to\":null," + rule + "}]}");
    }

    /** A source that several clients may send in. */
    public static void source(String source, String... clients) {
        given().contentType("application/json")
                .body(
                        "{\"source\":\"%s\",\"clients\":[\"%s\"]}"
                                .formatted(source, String.join("\",\"", clients)))
                .post("/api/v1/sources/hand-over")
                .then()
                .statusCode(200);
    }

    public static void retire(String path) {
        given().delete("/api/v1" + path).then().statusCode(oneOf(200, 204));
    }

    private static void put(String path, String body) {
        given().contentType("application/json")
                .body(body)
                .put("/api/v1" + path)
                .then()
                .statusCode(oneOf(200, 201));
    }
}
