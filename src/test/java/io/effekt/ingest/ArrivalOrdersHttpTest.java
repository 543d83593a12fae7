package io.effekt.ingest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The same measurements, in several orders and pieces, through the door: one result. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class ArrivalOrdersHttpTest {
    private static final int ORDERS = Integer.getInteger("arrival.orders", 2);
    private static final Map<String, String> KPIS =
            new TreeMap<>(
                    Map.of(
                            "sum", number("sum", "sum"),
                            "mean", number("mean", "mean"),
                            "last", number("last", "average"),
                            "min", number("min", "min"),
                            "max", number("max", "max"),
                            "ratio",
                                    "\"unit\":\"%\",\"shape\":\"ratio\",\"aggregation\":\"pooled\","
                                            + "\"rollUp\":\"pooled\",\"direction\":\"up\","
                                            + "\"period\":\"month\"",
                            "enps",
                                    "\"unit\":\"points\",\"shape\":\"scores\","
                                            + "\"aggregation\":\"enps\",\"rollUp\":\"pooled\","
                                            + "\"direction\":\"up\",\"period\":\"month\""));

    private static String number(String aggregation, String rollUp) {
        return "\"unit\":\"h\",\"shape\":\"number\",\"aggregation\":\""
                + aggregation
                + "\",\"rollUp\":\""
                + rollUp
                + "\",\"direction\":\"up\",\"period\":\"month\"";
    }

    @Test
    void inWhateverOrderTheyArriveTheResultIsOne() {
        long seed = Long.getLong("test.seed", System.nanoTime());
        System.out.println("arrival orders: -Dtest.seed=" + seed);
        Random random = new Random(seed);
        Map<String, Object> first = Map.of();
        for (int order = 0; order < ORDERS; order++) {
            String own = UUID.randomUUID().toString().substring(0, 8);
            define(own);
            Random content = new Random(seed);
            List<String> measured = new ArrayList<>();
            List<String> changed = new ArrayList<>();
            for (int i = 0; i < 140; i++) {
                measured.add(measurement(own, i, content));
                if (i % 10 == 3) {
                    changed.add(change(own, i, content));
                }
            }
            Collections.shuffle(measured, random);
            Collections.shuffle(changed, random);
            post(measured, random);
            post(changed, random);
            Map<String, Object> said = said(own);
            if (order == 0) {
                first = said;
                assertTrue(first.size() > 40, first.toString());
            } else {
                assertEquals(first, said, "order " + order);
            }
        }
    }

    private static void define(String own) {
        for (String stream : List.of("x", "y")) {
            Defined.stream(stream + "-" + own);
        }
        for (int team = 0; team < 4; team++) {
            Defined.team("t" + team + "-" + own, (team % 2 == 0 ? "x-" : "y-") + own);
        }
        KPIS.forEach((kpi, fields) -> Defined.kpi(kpi + "-" + own, fields));
    }

    private static String kpi(int i) {
        return List.copyOf(KPIS.keySet()).get(i % KPIS.size());
    }

    private static String measurement(String own, int i, Random content) {
        return item(own, "m" + i, i, i, numbers(kpi(i), content));
    }

    private static String change(String own, int i, Random content) {
        String what = i % 20 == 3 ? "corrects" : "retracts";
        String numbers = numbers(kpi(i), content);
        String fields = "\"" + what + "\":\"m" + i + "\",\"reason\":\"a mistake\"";
        return item(
                own,
                "c" + i,
                i,
                i + 1_000,
                what.equals("corrects") ? numbers + "," + fields : fields);
    }

    /** Each has a second of its own, so that of the last ones one is the last. */
    private static String item(String own, String id, int i, int second, String fields) {
        return """
        {"id":"%1$s","source":"%2$s","kpi":"%3$s-%2$s","scope":"team:t%4$d-%2$s",
         "observedAt":"2026-0%5$d-%6$02dT10:%7$02d:%8$02dZ",%9$s}
        """
                .formatted(
                        id,
                        own,
                        kpi(i),
                        i % 4,
                        1 + i % 3,
                        1 + i % 28,
                        second / 60 % 60,
                        second % 60,
                        fields);
    }

    private static String numbers(String kpi, Random content) {
        return switch (kpi) {
            case "ratio" ->
                    "\"numerator\":"
                            + content.nextInt(50)
                            + ",\"denominator\":"
                            + (50 + content.nextInt(50));
            case "enps" ->
                    "\"scores\":{\"9\":"
                            + (5 + content.nextInt(9))
                            + ",\"4\":"
                            + content.nextInt(9)
                            + "}";
            default ->
                    "\"value\":"
                            + content.nextInt(1_000) / 8.0
                            + ",\"weight\":"
                            + (1 + content.nextInt(3));
        };
    }

    private static void post(List<String> items, Random random) {
        for (int from = 0; from < items.size(); ) {
            int to = Math.min(items.size(), from + 1 + random.nextInt(60));
            given().contentType("application/json")
                    .header("Prefer", "wait=20")
                    .body("[" + String.join(",", items.subList(from, to)) + "]")
                    .post("/api/v1/measurements")
                    .then()
                    .statusCode(207)
                    .body("receipts.receipt", everyItem(equalTo("counted")));
            from = to;
        }
    }

    private static Map<String, Object> said(String own) {
        Map<String, Object> said = new TreeMap<>();
        for (String kpi : KPIS.keySet()) {
            for (String period : List.of("2026-01", "2026-02", "2026-03")) {
                List<Map<String, Object>> rows =
                        given().get(
                                        "/api/v1/status?kpi="
                                                + kpi
                                                + "-"
                                                + own
                                                + "&period="
                                                + period
                                                + "&limit=100")
                                .then()
                                .statusCode(200)
                                .extract()
                                .path("items");
                for (Map<String, Object> row : rows) {
                    row.remove("evaluatedAt");
                    row.remove("position");
                    if ("org".equals(row.get("scope"))) {
                        // It counts the teams of every order.
                        row.remove("coverage");
                    }
                    said.put(
                            kpi + period + String.valueOf(row.get("scope")).replace(own, ""),
                            row.toString().replace(own, ""));
                }
            }
        }
        return said;
    }
}
