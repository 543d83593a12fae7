package io.effekt.privacy;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.database.Database;
import io.effekt.eventstore.LogHead;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a steward sends in one call is recorded one by one. Nobody can go to a moment between two of
 * them and see the answers come, group by group.
 */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class ImportsAsOneTest {
    private static final String SURVEY =
            "\"unit\":\"points\",\"shape\":\"scores\",\"aggregation\":\"mean\",\"rollUp\":\"pooled\","
                    + "\"direction\":\"up\",\"period\":\"month\",\"minGroupSize\":5";

    private static final List<String> TEAMS = List.of("a1", "a2", "x", "b1");

    private final String own = inPartitionsOfTheirOwn();
    private String reader = "";
    private int sent;

    @Inject Database database;

    @BeforeEach
    void define() {
        reader = Client.key("status:read", "bi:read");
        Defined.stream(own);
        TEAMS.forEach(team -> Defined.team(own + team, own));
        Defined.kpi(own, SURVEY);
    }

    /** A KPI whose teams are recorded one after the other: together they would have one moment. */
    private static String inPartitionsOfTheirOwn() {
        while (true) {
            String name = "i" + UUID.randomUUID().toString().substring(0, 8);
            Set<Integer> partitions = new HashSet<>();
            for (String team : TEAMS) {
                byte[] key = (name + "|team:" + name + team).getBytes(UTF_8);
                partitions.add(BuiltInPartitioner.partitionForKey(key, LogHead.PARTITIONS));
            }
            if (partitions.size() == TEAMS.size()) {
                return name;
            }
        }
    }

    @Test
    void betweenTheItemsOfOneCallItIsAsBeforeIt() {
        String before = seen(Instant.now());

        send(item("a1", 10, ""), item("a2", 11, ""), item("x", 1, ""), item("b1", 12, ""));

        List<Instant> recorded = recorded();
        assertTrue(recorded.size() > 1, "they have moments of their own");
        for (Instant moment : recorded.subList(0, recorded.size() - 1)) {
            assertEquals(before, seen(moment));
        }
        assertNotEquals(before, seen(recorded.getLast()));
    }

    @Test
    void betweenTheCorrectionsOfOneCallItIsAsBeforeThem() {
        List<String> ids = send(item("a1", 10, ""), item("a2", 11, ""), item("b1", 12, ""));
        int first = recorded().size();
        String before = seen(Instant.now());

        send(
                item("a1", 11, correcting(ids.get(0))),
                item("a2", 13, correcting(ids.get(1))),
                item("b1", 12, correcting(ids.get(2))));

        inside(first, before);
    }

    @Test
    void whileAnImportIsTakenBackItIsAsBefore() {
        String imported = UUID.randomUUID().toString();
        sendAs(
                imported,
                item("a1", 10, ""),
                item("a2", 11, ""),
                item("x", 1, ""),
                item("b1", 9, ""));
        int first = recorded().size();
        String before = seen(Instant.now());

        given().contentType("application/json")
                .header("Prefer", "wait=30")
                .body("{\"reason\":\"wrong file\"}")
                .post("/api/v1/imports/" + imported + "/retract")
                .then()
                .statusCode(200);

        inside(first, before);
    }

    private void inside(int first, String before) {
        List<Instant> recorded = recorded();
        assertTrue(recorded.size() > first + 1, "they have moments of their own");
        for (Instant moment : recorded.subList(first, recorded.size() - 1)) {
            assertEquals(before, seen(moment));
        }
        assertNotEquals(before, seen(recorded.getLast()));
    }

    /** What somebody is told as of that moment who is no steward. */
    private String seen(Instant asOf) {
        StringBuilder seen = new StringBuilder();
        for (String address :
                List.of(
                        "/api/v1/status?period=2026-01",
                        "/api/v1/status?scope=org",
                        "/api/v1/status/history?scope=org",
                        "/api/v1/status/explain?period=2026-01&scope=stream:" + own,
                        "/api/v1/status/explain?period=2026-01&scope=team:" + own + "a1")) {
            seen.append(
                    given().header("Authorization", "Bearer " + reader)
                            .queryParam("kpi", own)
                            .queryParam("asOf", asOf.toString())
                            .get(address)
                            .asString()
                            .replaceAll("\"(evaluatedAt|position|measurements)\":\"[^\"]*\"", "")
                            .replace(asOf.toString(), "")
                            .replace(asOf.toString().replace(":", "%3A"), ""));
        }
        return seen.toString();
    }

    private String correcting(String id) {
        return ",\"corrects\":\"" + id + "\",\"reason\":\"counted wrong\"";
    }

    private String item(String team, int answers, String more) {
        return """
        {"id":"%s-%d","source":"urn:%s","kpi":"%s","scope":"team:%s","period":"2026-01",
         "scores":{"%d":%d}%s}
        """
                .formatted(own, sent++, own, own, own + team, 1 + sent % 9, answers, more);
    }

    private List<String> send(String... items) {
        return sendAs(UUID.randomUUID().toString(), items);
    }

    private List<String> sendAs(String imported, String... items) {
        int first = sent - items.length;
        given().contentType("application/json")
                .header("Prefer", "wait=30")
                .header("Effekt-Import", imported)
                .body("[" + String.join(",", items) + "]")
                .post("/api/v1/measurements")
                .then()
                .statusCode(207);
        List<String> ids = new ArrayList<>();
        for (int i = first; i < sent; i++) {
            ids.add(own + "-" + i);
        }
        return ids;
    }

    private List<Instant> recorded() {
        List<Instant> moments = new ArrayList<>();
        database.query(
                        """
                        select distinct recorded_at from measurement
                        where series_id in (select id from series where kpi = $1) order by 1
                        """,
                        own)
                .forEach(row -> moments.add(row.getOffsetDateTime(0).toInstant()));
        return moments;
    }
}
