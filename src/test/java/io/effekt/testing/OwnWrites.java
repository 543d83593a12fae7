package io.effekt.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A client that changes a definition of every kind, and reads at once what follows from it. Writes
 * go to one door and reads to the other, which may be of another instance.
 */
public final class OwnWrites {
    private static final String MONTH = "2025-05";
    private static final String DAY = "2025-05-15T12:00:00Z";

    private final Door writes;
    private final Door reads;
    private final String own;
    private final String kpi;
    private final List<Long> millis = new ArrayList<>();

    public OwnWrites(Door writes, Door reads, String own) {
        this.writes = writes;
        this.reads = reads;
        this.own = own;
        this.kpi = own + "-hours";
    }

    /** An instance of the service, below {@code /api/v1}. */
    public interface Door {
        /**
         * Sends a request; fails when it is answered otherwise than with 200 or 201.
         *
         * @param body empty for none
         */
        JsonNode send(String method, String path, String body);
    }

    /** Two teams of one stream, and what each of them has measured. */
    public OwnWrites begin() {
        put("/value-streams/" + own + "-a", "{\"name\":\"A\"}");
        put("/value-streams/" + own + "-b", "{\"name\":\"B\"}");
        put("/value-streams/" + own + "-c", "{\"name\":\"C\"}");
        team("x", "a");
        team("y", "a");
        kpi("h");
        put("/value-streams/" + own + "-d", "{\"name\":\"D\"}");
        put("/kpis/" + own + "-alone", body("h"));
        measure(own + "-alone", "team:" + own + "-y", "1", "counted");
        measure(kpi, "team:" + own + "-x", "10", "counted");
        measure(kpi, "team:" + own + "-y", "7", "counted");
        return this;
    }

    /** One change of every kind; each is read right after its answer. */
    public void round(int round) {
        targets(round);
        baselines(round);
        units(round);
        memberships(round);
        overrides(round);
        imports(round);
        inherited(round);
        whatWasHeldUntilNow(round);
        teamsOfWhichNothingIsMeasured(round);
    }

    /** Milliseconds that writes took, the slowest last. */
    public List<Long> millis() {
        List<Long> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        return sorted;
    }

    private void targets(int round) {
        target("team:" + own + "-x", 5 + round);
        JsonNode row = row("team:" + own + "-x", "&period=" + MONTH);
        assertEquals(5 + round, row.path("target").path("value").asInt(), row.toString());
        assertEquals(round <= 5 ? "on_track" : "off_track", row.path("status").asText());
        JsonNode headline = row("team:" + own + "-x", "");
        assertEquals(5 + round, headline.path("target").path("value").asInt(), "headline");
        JsonNode explained =
                get("/status/explain?kpi=" + kpi + "&scope=team:" + own + "-x&period=" + MONTH);
        assertTrue(explained.toString().contains("\"value\":" + (5 + round)), "explain");
        JsonNode series =
                get(
                        "/status/history?kpi=%s&scope=team:%s-x&from=%s&to=%s"
                                .formatted(kpi, own, MONTH, MONTH));
        assertTrue(series.toString().contains("\"value\":" + (5 + round)), "history");
    }

    private void baselines(int round) {
        put("/kpis/" + kpi + "/baselines/team:" + own + "-x", "{\"value\": " + (round + 1) + "}");
        assertNumber(
                9 - round, row("team:" + own + "-x", "&period=" + MONTH), "changeFromBaseline");
    }

    private void units(int round) {
        kpi("unit " + round);
        assertEquals(
                "unit " + round,
                row("team:" + own + "-y", "&period=" + MONTH).path("unit").asText());
        assertEquals("unit " + round, row("org", "").path("unit").asText());
    }

    private void memberships(int round) {
        boolean isBack = round % 2 == 0;
        team("x", isBack ? "a" : "b");
        assertNumber(isBack ? 17 : 7, row("stream:" + own + "-a", "&period=" + MONTH), "value");
        JsonNode other = row("stream:" + own + "-b", "&period=" + MONTH);
        assertEquals(isBack ? "" : "10", other.path("value").asText(""), other.toString());
        assertEquals(
                own + (isBack ? "-a" : "-b"),
                row("team:" + own + "-x", "&period=" + MONTH).path("valueStream").asText());
    }

    private void overrides(int round) {
        put(
                "/status/override",
                """
                {"kpi": "%s", "scope": "team:%s-x", "period": "%s", "status": "at_risk",
                 "reason": "round %d", "expires": "%s"}
                """
                        .formatted(
                                kpi,
                                own,
                                MONTH,
                                round,
                                Instant.now()
                                        .plus(1, ChronoUnit.DAYS)
                                        .truncatedTo(ChronoUnit.MILLIS)));
        JsonNode row = row("team:" + own + "-x", "&period=" + MONTH);
        assertEquals("round " + round, row.path("override").path("reason").asText());
        send("DELETE", "/status/override?kpi=" + kpi + "&scope=team:" + own + "-x", "");
        assertTrue(row("team:" + own + "-x", "").path("override").isNull(), "lifted");
    }

    private void imports(int round) {
        put(
                "/definitions",
                """
                {"targets": [{"kpi": "%s", "scope": "stream:%s-a", "targets": [{"from": "2020-01-01",
                 "to": null, "comparator": "gte", "value": %d}]}]}
                """
                        .formatted(kpi, own, 100 + round));
        JsonNode row = row("stream:" + own + "-a", "&period=" + MONTH);
        assertEquals(100 + round, row.path("target").path("value").asInt(), row.toString());
        JsonNode y = row("team:" + own + "-y", "&period=" + MONTH);
        assertEquals("stream:" + own + "-a", y.path("targetFrom").asText(), y.toString());
    }

    /** Targets that are taken back: what was inherited before holds again. */
    private void inherited(int round) {
        target("team:" + own + "-y", round + 1);
        assertEquals(
                "team:" + own + "-y",
                row("team:" + own + "-y", "&period=" + MONTH).path("targetFrom").asText());
        put("/kpis/" + kpi + "/targets/team:" + own + "-y", "{\"targets\": []}");
        assertEquals(
                "stream:" + own + "-a",
                row("team:" + own + "-y", "&period=" + MONTH).path("targetFrom").asText());
    }

    /** Measurements of a team and a KPI that are defined only afterwards. */
    private void whatWasHeldUntilNow(int round) {
        String scope = "team:" + own + "-late-" + round;
        measure(kpi, scope, "3", "held");
        team("late-" + round, "c");
        assertNumber(3, row(scope, "&period=" + MONTH), "value");
        String later = own + "-later-" + round;
        measure(later, scope, "4", "held");
        put("/kpis/" + later, body("h"));
        assertNumber(
                4, get("/status?kpi=" + later + "&scope=" + scope).path("items").path(0), "value");
    }

    /** How many teams there are shows in every KPI, also where the team has no part in it. */
    private void teamsOfWhichNothingIsMeasured(int round) {
        int before = teams();
        team("new-" + round, "d");
        assertEquals(before + 1, teams());
        send("DELETE", "/teams/" + own + "-new-" + round + "?on=2025-05-01", "");
        assertEquals(before, teams());
    }

    private int teams() {
        return get("/status?kpi=" + own + "-alone&scope=org&period=" + MONTH)
                .path("items")
                .path(0)
                .path("coverage")
                .path("teams")
                .asInt();
    }

    private static void assertNumber(int expected, JsonNode row, String field) {
        assertTrue(row.path(field).isNumber(), field + " of " + row);
        assertEquals(
                0,
                BigDecimal.valueOf(expected).compareTo(row.path(field).decimalValue()),
                field + " of " + row);
    }

    private JsonNode row(String scope, String more) {
        JsonNode items = get("/status?kpi=" + kpi + "&scope=" + scope + more).path("items");
        assertEquals(1, items.size(), items.toString());
        return items.path(0);
    }

    private void target(String scope, int value) {
        put(
                "/kpis/" + kpi + "/targets/" + scope,
                """
                {"targets": [{"from": "2020-01-01", "to": null, "comparator": "gte", "value": %d}]}
                """
                        .formatted(value));
    }

    private void team(String name, String stream) {
        put(
                "/teams/" + own + "-" + name,
                """
                {"name": "%s", "memberships": [{"valueStream": "%s-%s", "from": "2025-01-01",
                 "to": null}]}
                """
                        .formatted(name, own, stream));
    }

    private void kpi(String unit) {
        put("/kpis/" + kpi, body(unit));
    }

    private static String body(String unit) {
        return """
        {"name": {"en": "Hours"}, "unit": "%s", "shape": "number", "aggregation": "sum",
         "rollUp": "sum", "direction": "up", "period": "month"}
        """
                .formatted(unit);
    }

    private void measure(String of, String scope, String value, String receipt) {
        JsonNode answer =
                writes.send(
                        "POST",
                        "/measurements",
                        """
                        {"id": "%s %s", "source": "%s", "kpi": "%s", "scope": "%s",
                         "observedAt": "%s", "value": %s}
                        """
                                .formatted(of, scope, own, of, scope, DAY, value));
        assertEquals(
                receipt, answer.path("receipts").path(0).path("receipt").asText(), "" + answer);
    }

    private JsonNode get(String path) {
        return reads.send("GET", path, "");
    }

    private void put(String path, String body) {
        send("PUT", path, body);
    }

    private void send(String method, String path, String body) {
        long began = System.nanoTime();
        writes.send(method, path, body);
        millis.add((System.nanoTime() - began) / 1_000_000);
    }
}
