package io.effekt.eventstore;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.embedded.DatabaseAccess;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.hamcrest.Matchers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What was recorded stays as it was, whoever asks, and a change would show. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class AppendOnlyTest {
    private static final String REFUSED = "42501";

    private static final String MEASUREMENTS =
            """
            select m.part, m.seq, m.recorded_at, s.kpi, s.scope, s.dimensions, o.name, m.id, m.kind,
                m.observed_at, m.period, m.value, m.weight, m.numerator, m.denominator, m.scores::text,
                m.replaces_part, m.replaces_seq, m.decided_at, m.import_id, m.actor, m.kafka_offset,
                m.text_hash, m.chain_hash, t.salt, t.comment, t.reason
            from measurement m join series s on s.id = m.series_id join source o on o.id = m.source_id
                left join measurement_text t on t.part = m.part and t.seq = m.seq
            where m.part = ? order by m.seq
            """;
    private static final String DECISIONS =
            """
            select d.seq, d.type, d.version, d.subject, d.recorded_at, d.actor, d.request_id, d.data,
                d.reason_hash, d.chain_hash, t.salt, t.reason
            from decision d left join decision_text t on t.seq = d.seq order by d.seq
            """;

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
    void theMeasurementsAreChained() throws SQLException {
        somethingOfEverything();
        DatabaseAccess access = TestServers.shared().database();
        int rehashed = 0;
        try (Connection connection = connect(access, access.owner());
                Statement isolation = connection.createStatement()) {
            connection.setAutoCommit(false);
            isolation.execute("set transaction isolation level repeatable read");
            for (int part = 0; part < LogHead.PARTITIONS; part++) {
                rehashed += rehash(connection, part);
            }
            connection.rollback();
        }
        assertTrue(rehashed > 3, rehashed + " entries");
    }

    @Test
    void theDecisionsAreChained() throws SQLException {
        somethingOfEverything();
        DatabaseAccess access = TestServers.shared().database();
        try (Connection connection = connect(access, access.owner());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set transaction isolation level repeatable read");
            byte[] hash = seed();
            ChainHash chain = new ChainHash();
            long seq = 0;
            try (ResultSet row = statement.executeQuery(DECISIONS)) {
                while (row.next()) {
                    assertEquals(++seq, row.getLong(1), "dense");
                    textIsHashed(row.getBytes(9), row.getBytes(11), row.getString(12));
                    hash =
                            chain.number(LogHead.DECISIONS)
                                    .number(seq)
                                    .text(row.getString(2))
                                    .number(row.getInt(3))
                                    .text(row.getString(4))
                                    .time(row.getObject(5, OffsetDateTime.class).toInstant())
                                    .text(row.getString(6))
                                    .text(row.getString(7))
                                    .text(row.getString(8))
                                    .bytes(row.getBytes(9))
                                    .after(hash);
                    assertArrayEquals(hash, row.getBytes(10), "decision " + seq);
                }
            }
            isHead(connection, LogHead.DECISIONS, seq, hash);
            assertTrue(seq > 3, seq + " decisions");
            connection.rollback();
        }
    }

    private static int rehash(Connection connection, int part) throws SQLException {
        byte[] hash = seed();
        ChainHash chain = new ChainHash();
        int seq = 0;
        try (var statement = connection.prepareStatement(MEASUREMENTS)) {
            statement.setInt(1, part);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    assertEquals(++seq, row.getLong(2), "dense");
                    if (row.getBytes(23) != null) {
                        byte[] text =
                                new ChainHash()
                                        .text(row.getString(26))
                                        .text(row.getString(27))
                                        .after(row.getBytes(25));
                        assertArrayEquals(text, row.getBytes(23), "text of " + part + ":" + seq);
                    }
                    hash = measurement(chain, row).after(hash);
                    assertArrayEquals(hash, row.getBytes(24), part + ":" + seq);
                }
            }
        }
        isHead(connection, part, seq, hash);
        return seq;
    }

    private static ChainHash measurement(ChainHash chain, ResultSet row) throws SQLException {
        boolean replaces = row.getObject(17) != null;
        return chain.number(row.getInt(1))
                .number(row.getLong(2))
                .time(row.getObject(3, OffsetDateTime.class).toInstant())
                .text(row.getString(4))
                .text(row.getString(5))
                .text(row.getString(6))
                .text(row.getString(7))
                .text(row.getString(8))
                .number(row.getInt(9))
                .time(row.getObject(10, OffsetDateTime.class).toInstant())
                .text(row.getString(11))
                .decimal(row.getBigDecimal(12))
                .decimal(row.getBigDecimal(13))
                .decimal(row.getBigDecimal(14))
                .decimal(row.getBigDecimal(15))
                .text(row.getString(16))
                .number(replaces ? row.getInt(17) : -1)
                .number(replaces ? row.getLong(18) : -1)
                .number(row.getLong(19))
                .text(row.getString(20))
                .text(row.getString(21))
                .number(row.getLong(22))
                .bytes(row.getBytes(23));
    }

    /** Where a chain begins. */
    private static byte[] seed() {
        return ChainHash.sha256().digest("effekt".getBytes(StandardCharsets.UTF_8));
    }

    private static void isHead(Connection connection, int part, long seq, byte[] hash)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select seq, chain_hash from log_head where part = " + part)) {
            assertTrue(row.next());
            assertEquals(seq, row.getLong(1), "head of " + part);
            assertTrue(Arrays.equals(hash, row.getBytes(2)), "hash of the head of " + part);
        }
    }

    /** A reason that was erased leaves only its hash. */
    private static void textIsHashed(
            byte @Nullable [] hash, byte @Nullable [] salt, @Nullable String text) {
        if (hash != null && salt != null) {
            assertArrayEquals(hash, new ChainHash().text(text).after(salt));
        }
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
