package io.effekt.eventstore;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.embedded.DatabaseAccess;
import io.effekt.eventstore.chain.LogReport;
import io.effekt.eventstore.postgres.verify.LogVerifier;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;

/** What was recorded stays as it was, no matter who asks, and a change would show. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class AppendOnlyTest {
    private static final String REFUSED = "42501";

    @Inject LogVerifier verifier;

    private final String run = "l" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void neitherTheServiceNorTheOwnerChangesWhatWasRecorded() throws SQLException {
        somethingOfEverything();
        DatabaseAccess access = TestServers.shared().database();
        for (DatabaseAccess.Credentials role : List.of(access.app(), access.owner())) {
            try (Connection connection = connect(access, role)) {
                List<String> tables = partitions(connection);
                assertTrue(tables.size() > 1, "partitions of the log");
                tables.addAll(List.of("measurement", "measurement_link", "decision"));
                for (String table : tables) {
                    if (role.equals(access.app()) || holdsRows(connection, table)) {
                        String column = table.equals("measurement_link") ? "by_seq" : "seq";
                        refused(connection, "update " + table + " set " + column + " = 0");
                        refused(connection, "delete from " + table);
                    }
                    refused(connection, "truncate " + table + " cascade");
                }
                for (String table : List.of("measurement", "measurement_link", "decision")) {
                    assertTrue(holdsRows(connection, table), table + " is still there");
                }
            }
        }
    }

    @Test
    void theServiceCannotTakeTheGuardsAway() throws SQLException {
        DatabaseAccess access = TestServers.shared().database();
        try (Connection connection = connect(access, access.app())) {
            for (String table : List.of("measurement", "measurement_link", "decision")) {
                refused(connection, "alter table " + table + " disable trigger all");
                refused(connection, "drop table " + table);
            }
            refused(connection, "set session_replication_role = replica");
            refused(connection, "create table effekt.mine (a integer)");
            refused(connection, "drop function refuse_change() cascade");
        }
    }

    @Test
    void whatTheServiceRecordsIsVerified() {
        somethingOfEverything();
        LogReport report = verifier.verify(List.of(), Map.of(), new LongAdder());
        assertTrue(report.isVerified(), report::toString);
        assertTrue(report.entries() > 6, report::toString);
    }

    /** Numbers, ratios, scores, a period, dimensions, comments, a correction and a retraction. */
    private void somethingOfEverything() {
        Defined.stream(run);
        Defined.team(run, run);
        Defined.kpi(run + "-number", Defined.SUM + ",\"dimensions\":[\"zone\"]");
        Defined.kpi(
                run + "-ratio",
                Defined.SUM.replace("number", "ratio").replace("\"sum\"", "\"pooled\""));
        Defined.kpi(
                run + "-scores",
                Defined.SUM
                        .replace("number", "scores")
                        .replace("\"aggregation\":\"sum\"", "\"aggregation\":\"enps\"")
                        .replace("\"rollUp\":\"sum\"", "\"rollUp\":\"pooled\""));
        String at = "\"observedAt\":\"2026-01-17T12:00:00.000001Z\",";
        String batch =
                "["
                        + String.join(
                                ",",
                                item("a", "number", at + "\"value\":-1.50,\"weight\":0.25"),
                                item(
                                        "b",
                                        "number",
                                        "\"period\":\"2026-01\",\"value\":1e3,\"comment\":\"søk\","
                                                + "\"dimensions\":{\"zone\":\"north\"}"),
                                item("c", "ratio", at + "\"numerator\":0,\"denominator\":2"),
                                item("d", "scores", at + "\"scores\":{\"9\":12,\"0\":3}"),
                                item(
                                        "e",
                                        "number",
                                        at + "\"value\":2," + replaces("corrects", "a")),
                                item("f", "number", replaces("retracts", "e")))
                        + "]";
        given().contentType("application/json")
                .header("Prefer", "wait=40")
                .body(batch)
                .post("/api/v1/measurements")
                .then()
                .statusCode(207)
                .body("counted", Matchers.is(6));
    }

    private String replaces(String how, String id) {
        return "\"" + how + "\":\"" + run + id + "\",\"reason\":\"typed wrong\"";
    }

    private String item(String id, String kpi, String rest) {
        return "{\"id\":\""
                + run
                + id
                + "\",\"kpi\":\""
                + run
                + "-"
                + kpi
                + "\",\"scope\":\"team:"
                + run
                + "\","
                + rest
                + "}";
    }

    private static Connection connect(DatabaseAccess access, DatabaseAccess.Credentials role)
            throws SQLException {
        Connection connection =
                DriverManager.getConnection(access.jdbcUrl(), role.user(), role.password());
        try (Statement statement = connection.createStatement()) {
            statement.execute("set search_path = effekt");
            // What row-level security asks of everybody who is not the service.
            statement.execute("set effekt.scopes = '*'");
            statement.execute("set effekt.kpis = '*'");
        }
        return connection;
    }

    private static List<String> partitions(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select inhrelid::regclass::text from pg_inherits where inhparent ="
                                        + " 'measurement'::regclass")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    private static boolean holdsRows(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select 1 from " + table + " limit 1")) {
            return rows.next();
        }
    }

    private static void refused(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            SQLException refused =
                    assertThrows(SQLException.class, () -> statement.execute(sql), sql);
            assertEquals(REFUSED, refused.getSQLState(), sql + ": " + refused.getMessage());
        }
    }
}
