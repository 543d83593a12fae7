package io.effekt.bi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.embedded.DatabaseAccess;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The role that reads by SQL, as the service makes it in the database that it starts. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class BiReaderTest {
    private @Nullable Connection open;

    @BeforeEach
    void connect() throws SQLException {
        DatabaseAccess access = TestServers.shared().database();
        open =
                DriverManager.getConnection(
                        access.jdbcUrl(), access.reader().user(), access.reader().password());
    }

    @AfterEach
    void close() throws SQLException {
        connection().close();
    }

    @Test
    void itReadsTheViewsByTheirShortNames() throws SQLException {
        String kpi = "br" + UUID.randomUUID().toString().substring(0, 8);
        Defined.kpi(kpi, Defined.SUM);

        assertEquals("h", one("select unit from kpis where kpi = '" + kpi + "'"));
        assertTrue(Double.parseDouble(one("select lag_seconds from freshness")) >= 0);
        assertEquals("2", one("select version from contract_version"));
    }

    @Test
    void itHasSixtySecondsAndWritesNothing() throws SQLException {
        assertEquals("1min", one("show statement_timeout"));
        assertEquals("on", one("show default_transaction_read_only"));
        assertEquals("bi", one("show search_path"));
        one("select set_config('default_transaction_read_only', 'off', false)");
        for (String forbidden :
                new String[] {
                    "delete from effekt.kpi_status",
                    "insert into effekt.bi_grant values ('x', '{}')",
                    "update effekt.bi_grant set settings = '{}'",
                    "create table bi.x (y int)",
                    "select effekt.grant_bi('bi_reader')",
                    "select * from effekt.decision",
                    "select * from effekt.api_key",
                    "select * from effekt.person"
                }) {
            SQLException refused =
                    assertThrows(SQLException.class, () -> one(forbidden), forbidden);
            assertEquals("42501", refused.getSQLState(), forbidden);
        }
    }

    /** By the owner of the schema, who may alter no role, and by anyone who runs the server. */
    @Test
    void aRoleThatIsLetReadBeginsLikeIt() throws SQLException {
        for (String settings : new String[] {null, "{}", LIMITED}) {
            SqlReader reader = SqlReader.granted(settings);
            assertBegins(reader.column("show statement_timeout"), "1min");
            assertBegins(reader.column("show default_transaction_read_only"), "on");
            assertBegins(reader.column("show search_path"), "bi");
            reader.close();
        }
        String role = "r" + UUID.randomUUID().toString().substring(0, 8);
        TestServers.asSuperuser(
                "create role %1$s login password '%1$s'; alter role %1$s set statement_timeout = '5s';"
                                .formatted(role)
                        + " set role effekt_owner; select effekt.grant_bi('"
                        + role
                        + "')");
        try (Connection own =
                        DriverManager.getConnection(
                                TestServers.shared().database().jdbcUrl(), role, role);
                Statement statement = own.createStatement();
                ResultSet rows = statement.executeQuery("show statement_timeout")) {
            assertTrue(rows.next());
            assertEquals("5s", rows.getString(1), "what was set by hand stays");
        }
    }

    private static void assertBegins(List<String> shown, String wanted) {
        assertEquals(List.of(wanted), shown);
    }

    private static final String LIMITED = "{\"scopes\": \"team:x\", \"kpis\": \"y\"}";

    private Connection connection() {
        return Objects.requireNonNull(open);
    }

    private String one(String sql) throws SQLException {
        try (Statement statement = connection().createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? String.valueOf(rows.getString(1)) : "nothing";
            }
        }
    }
}
