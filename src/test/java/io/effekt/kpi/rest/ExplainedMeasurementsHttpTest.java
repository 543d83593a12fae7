package io.effekt.kpi.rest;

import static io.effekt.kpi.rest.DefinitionsHttpTest.fresh;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The list that an explanation points to holds as many measurements as it says that counted. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class ExplainedMeasurementsHttpTest {
    private static final String SHARE =
            "\"unit\":\"%\",\"shape\":\"ratio\",\"aggregation\":\"pooled\",\"direction\":\"up\","
                    + "\"period\":\"month\",\"dimensions\":[\"zone\"]";

    private final String own = UUID.randomUUID().toString().substring(0, 8);
    private final List<String> scopes =
            List.of("team:s-" + own, "team:m-" + own, "stream:a-" + own, "stream:b-" + own, "org");

    @Test
    void theListHoldsWhatTheExplanationCounts() {
        String kpi = fresh();
        organisation();
        Defined.kpi(kpi, SHARE + ",\"rollUp\":\"pooled\"");
        measure(kpi);
        String late = ratio(kpi, scopes.get(0), "\"observedAt\":\"2026-03-20T10:00:00Z\"", "a");
        Instant early = Instant.now();
        replace("\"retracts\":\"" + late + "\"", kpi, scopes.get(0), "2026-03-20");
        move("2026-03-25");

        assertEquals(List.of(3, 4, 7, 2, 10), counts(kpi, ""));
        assertEquals(List.of(2, 2, 4, 1, 5), counts(kpi, "&dimension=zone:a"));
        // Before the retraction, and before it was told that the team moved later.
        assertEquals(List.of(4, 4, 7, 3, 11), counts(kpi, "&asOf=" + early));
        // On the tenth the week of the ninth counts already, and the month does.
        String tenth = "&at=2026-03-10T12:00:00Z";
        assertEquals(List.of(2, 1, 4, 1, 6), counts(kpi, tenth));
        assertEquals(
                List.of(1, 0, 1, 1, 3), counts(kpi, tenth + "&dimension=zone:b&asOf=" + early));
    }

    @Test
    void withoutRollUpOnlyTheScopesOwnAreListed() {
        String kpi = fresh();
        organisation();
        Defined.kpi(kpi, SHARE + ",\"rollUp\":\"none\"");
        measure(kpi);

        assertEquals(List.of(3, 4, 1, 1, 1), counts(kpi, ""));
    }

    @Test
    void theChildrenOfARowNameListsOfTheirOwn() {
        String kpi = fresh();
        organisation();
        Defined.kpi(kpi, SHARE + ",\"rollUp\":\"pooled\"");
        measure(kpi);
        JsonPath org = explain(kpi, "org", "");
        int counted = 0;
        for (String list : org.getList("children.measurements", String.class)) {
            counted += listed(list);
        }

        assertEquals(org.getInt("inputs.n"), counted);
    }

    @Test
    void whatIsNoAnswerIsRefusedWithTheCure() {
        for (String wrong : List.of("below=perhaps", "standing=1", "dimension=zone", "asOf=then")) {
            given().get("/api/v1/measurements?" + wrong)
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json")
                    .body("detail", containsString("rite"));
        }
    }

    private void organisation() {
        Defined.stream("a-" + own);
        Defined.stream("b-" + own);
        Defined.team("s-" + own, "a-" + own);
        move("2026-03-15");
    }

    /** One team goes from one stream to the other on that day. */
    private void move(String day) {
        DefinitionsHttpTest.put(
                "/teams/m-" + own,
                ("{\"name\":\"M\",\"memberships\":["
                                + "{\"valueStream\":\"a-%1$s\",\"from\":\"2020-01-01\",\"to\":\"%2$s\"},"
                                + "{\"valueStream\":\"b-%1$s\",\"from\":\"%2$s\",\"to\":null}]}")
                        .formatted(own, day));
    }

    private void measure(String kpi) {
        ratio(kpi, "org", "\"period\":\"2026-03\"", "b");
        ratio(kpi, "org", "\"period\":\"2026-02\"", "b");
        ratio(kpi, "stream:a-" + own, "\"observedAt\":\"2026-03-09T10:00:00Z\"", "a");
        ratio(kpi, "stream:b-" + own, "\"observedAt\":\"2026-03-09T10:00:00Z\"", "b");
        String stays = scopes.get(0);
        ratio(kpi, stays, "\"observedAt\":\"2026-03-01T10:00:00Z\"", "a");
        ratio(kpi, stays, "\"observedAt\":\"2026-03-31T10:00:00Z\"", "a");
        ratio(kpi, stays, "\"period\":\"2026-W11\"", "b");
        String moves = scopes.get(1);
        ratio(kpi, moves, "\"observedAt\":\"2026-03-02T10:00:00Z\"", "a");
        ratio(kpi, moves, "\"observedAt\":\"2026-03-14T22:59:59Z\"", "b");
        ratio(kpi, moves, "\"observedAt\":\"2026-03-14T23:00:00Z\"", "b");
        String wrong = ratio(kpi, moves, "\"observedAt\":\"2026-04-02T10:00:00Z\"", "a");
        replace(
                "\"corrects\":\""
                        + wrong
                        + "\",\"numerator\":1,\"denominator\":2,"
                        + "\"dimensions\":{\"zone\":\"a\"}",
                kpi,
                moves,
                "2026-03-28");
    }

    private static String ratio(String kpi, String scope, String when, String zone) {
        return Measured.put(
                kpi,
                scope,
                when,
                "\"numerator\":1,\"denominator\":2,\"dimensions\":{\"zone\":\"" + zone + "\"}");
    }

    private static void replace(String how, String kpi, String scope, String day) {
        Measured.put(
                kpi,
                scope,
                "\"observedAt\":\"" + day + "T10:00:00Z\"",
                how + ",\"reason\":\"wrong\"");
    }

    /** What was counted at each of the scopes, as the explanations and their lists agree. */
    private List<Integer> counts(String kpi, String more) {
        return scopes.stream()
                .map(scope -> {
                    JsonPath explained = explain(kpi, scope, more);
                    String list = explained.getString("measurements");
                    int counted = list == null ? 0 : explained.getInt("inputs.n");

                    assertEquals(counted, listed(list), scope + more + ": " + list);
                    return counted;
                })
                .toList();
    }

    private static JsonPath explain(String kpi, String scope, String more) {
        return given().get(
                        "/api/v1/status/explain?kpi="
                                + kpi
                                + "&scope="
                                + scope
                                + "&period=2026-03"
                                + more)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static int listed(@Nullable String first) {
        int listed = 0;
        String page = first == null ? null : first + "&limit=2";
        while (page != null) {
            JsonPath answer =
                    given().urlEncodingEnabled(false)
                            .get(page)
                            .then()
                            .statusCode(200)
                            .extract()
                            .jsonPath();
            listed += answer.getList("items").size();
            page = answer.getString("next");
        }
        return listed;
    }
}
