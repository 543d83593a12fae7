package io.effekt.kpi.application;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.database.Database;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.TestOrder;
import io.effekt.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Somebody answers for every table: what is changed in it behind the service's back is found. */
@QuarkusTest
@Order(TestOrder.WHOLE_STORE)
@QuarkusTestResource(EffektTestResource.class)
class ProjectionTablesTest {
    /** Stored history: hashed again by the verification of the log, see LogTamperTest. */
    private static final Set<String> LOG =
            Set.of(
                    "decision",
                    "decision_text",
                    "measurement",
                    "measurement_link",
                    "measurement_text",
                    "measurement_identity",
                    "series",
                    "source",
                    "log_head",
                    "log_epoch",
                    "store_identity");

    /** Made neither from the log nor history, and why nobody compares it. */
    private static final Map<String, String> NEITHER =
            Map.ofEntries(
                    Map.entry("api_key_use", "when keys were used: seen, and not decided"),
                    Map.entry("person", "names of people, who can be erased"),
                    Map.entry("person_erased", "whom instances forget"),
                    Map.entry("measurement_held", "what waits is in no log yet"),
                    Map.entry("measurement_rejected", "what was not taken is in no log"),
                    Map.entry("command_outcome", "answers to commands, for some weeks"),
                    Map.entry("command_rejected", "records that were no commands"),
                    Map.entry("dirty_mark", "work that is open: a rebuild does all of it"),
                    Map.entry("rebucket_order", "work that is open"),
                    Map.entry("status_change", "outbox: when a status turned hangs on the clock"),
                    Map.entry("publisher", "who published last"),
                    Map.entry("service_secret", "what instances seal with, made at random"),
                    Map.entry("bi_grant", "what anyone who runs the database lets roles see"),
                    Map.entry("bi_language", "set at each start from the configuration"),
                    Map.entry("status_place", "places that were ever shown, only added to"),
                    Map.entry("calendar_day", "days, from a migration"),
                    Map.entry("definition_past", "what stood before, for two hours"),
                    Map.entry("kpi_status_past", "what stood before, for two hours"),
                    Map.entry("kpi_status_history_past", "what stood before, for two hours"),
                    Map.entry("pledge", "of a slice that only tests have, and that is off here"),
                    Map.entry("pledge_past", "what stood before, for two hours"),
                    Map.entry("flyway_schema_history", "which migrations have run"));

    private final String random = "pt" + UUID.randomUUID().toString().substring(0, 8);

    @Inject Database database;

    private static JsonPath compared(String how) {
        return given().post("/api/v1/projections/" + how)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static long different(String how, String table) {
        return compared(how).getLong("different." + table);
    }

    @Test
    void everyTableIsSomebodys() {
        Map<String, String> whose = new TreeMap<>(NEITHER);
        LOG.forEach(table -> assertEquals(null, whose.put(table, "the log"), table));
        Map<String, Object> found = compared("verify").getMap("different");
        found.keySet().forEach(table -> assertEquals(null, whose.put(table, "compared"), table));

        Set<String> tables = new TreeSet<>();
        for (Row row :
                database.query(
                        """
                        select c.relname from pg_class c
                        where c.relnamespace = 'effekt'::regnamespace
                            and c.relkind in ('r', 'p', 'm', 'f') and not c.relispartition
                        """)) {
            tables.add(row.getString(0));
        }

        assertEquals(tables, whose.keySet());
        assertTrue(found.keySet().containsAll(Set.of("api_key", "import_span", "bi_name")));
    }

    private static RequestSpecification as(String key) {
        return given().header("Authorization", "Bearer " + key);
    }

    /** Each way of making a key stronger, or another's, is found, and put right by a rebuild. */
    @Test
    void aKeyMadeStrongerIsFoundAndPutRight() throws SQLException {
        Defined.stream(random);
        Defined.team(random, random);
        Map<String, String> changes = new LinkedHashMap<>();
        for (String change :
                List.of(
                        "scopes = '{admin}', seq = (select max(seq) + 1 from effekt.decision)",
                        "scopes = '{admin}', seq = seq + 1000000",
                        "scopes = scopes || 'audit:read'::text",
                        "teams = '{}'",
                        "streams = '{" + random + "}'",
                        "kpis = '{x}'",
                        "sources = '{urn:*}'",
                        "expires_at = now() + interval '1 hour'",
                        "hash = 'x'",
                        "client = 'another'",
                        "revoked_at = now()")) {
            String key = Client.limited("\"teams\": [\"" + random + "\"]", "status:read");
            changes.put(key, change);
        }
        Map<String, String> clients = new HashMap<>();
        changes.keySet().forEach(key -> clients.put(key, client(key)));
        for (Map.Entry<String, String> entry : changes.entrySet()) {
            TestServers.asSuperuser(
                    "update effekt.api_key set "
                            + entry.getValue()
                            + " where id = '"
                            + entry.getKey().substring(7, 15)
                            + "'");
        }

        // Each as it is and as it should be.
        assertEquals(2L * changes.size(), different("rebuild", "api_key"));

        assertEquals(0, different("verify", "api_key"));
        changes.forEach((key, change) -> {
            Awaitility.await(change)
                    .untilAsserted(() ->
                            as(key).get("/api/v1/me")
                                    .then()
                                    .statusCode(200)
                                    .body("actor", equalTo(clients.get(key)))
                                    .body("scopes", equalTo(List.of("status:read")))
                                    .body("teams", equalTo(List.of(random))));
            as(key).get("/api/v1/audit").then().statusCode(403);
        });
    }

    private static String client(String key) {
        return as(key).get("/api/v1/me").then().extract().path("actor");
    }

    @Test
    void aKeyThatNobodyIssuedAndOneThatIsGoneAreFound() throws SQLException {
        String key = Client.key("status:read");
        String id = key.substring(7, 15);
        TestServers.asSuperuser(
                """
                insert into effekt.api_key select '%2$s', client, name, hash, '{admin}', teams, streams,
                    kpis, sources, issued_at, issued_by, expires_at, revoked_at, version, seq
                from effekt.api_key where id = '%1$s';
                delete from effekt.api_key where id = '%1$s'
                """
                        .formatted(id, random.substring(0, 8)));

        assertEquals(2, different("rebuild", "api_key"));

        assertEquals(0, different("verify", "api_key"));
        Awaitility.await()
                .untilAsserted(() -> as(key).get("/api/v1/status").then().statusCode(200));
    }

    @Test
    void anImportThatIsHiddenIsFound() throws SQLException {
        Defined.kpi(random, Defined.SUM);
        UUID id = UUID.randomUUID();
        given().contentType("application/json")
                .header("Prefer", "wait=30")
                .header("Effekt-Import", id)
                .body(
                        List.of(1, 2, 3).stream()
                                .map(n ->
                                        ("{\"id\":\"%1$s-%2$d\",\"source\":\"%1$s\",\"kpi\":\"%1$s\","
                                                        + "\"scope\":\"org\",\"period\":\"2026-0%2$d\","
                                                        + "\"value\":1}")
                                                .formatted(random, n))
                                .toList()
                                .toString())
                .post("/api/v1/measurements")
                .then()
                .statusCode(207);
        String where = " where import_id = '" + id + "'";
        for (String change :
                List.of(
                        "delete from effekt.import_span" + where,
                        "update effekt.import_span set from_seq = from_seq + 1" + where,
                        "update effekt.import_span set import_id = gen_random_uuid()" + where,
                        "insert into effekt.import_span select import_id, part, to_seq + 1, to_seq + 9"
                                + " from effekt.import_span"
                                + where)) {
            TestServers.asSuperuser(change);

            assertTrue(different("rebuild", "import_span") > 0, change);

            given().get("/api/v1/imports/" + id).then().statusCode(200).body("counted", equalTo(3));
        }
        assertEquals(0, different("verify", "import_span"));
    }

    @Test
    void aNameOnRowsOfBiIsFound() throws SQLException {
        Defined.kpi(random, Defined.SUM);
        for (String change : List.of("name = 'x'", "guarded = not guarded", "unit = null")) {
            TestServers.asSuperuser(
                    "update effekt.bi_name set " + change + " where key = '" + random + "'");

            assertEquals(2, different("rebuild", "bi_name"), change);
        }
        assertEquals(0, different("verify", "bi_name"));
    }
}
