package io.effekt.bi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.effekt.embedded.DatabaseAccess;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.effekt.testing.Shell;
import io.effekt.testing.Shell.Said;
import io.effekt.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The way to SQL that connectors/README.md describes, line by line on the embedded PostgreSQL. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class SqlScriptTest {
    private static final Path HERE = Path.of("").toAbsolutePath();
    private static final Pattern FIRST_SQL = Pattern.compile("(?s)```sql\n(.*?)```");

    private final String own = "s" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void theLinesForADatabaseOfOnesOwnAreRunByItsSuperuser() throws Exception {
        Matcher block = FIRST_SQL.matcher(Files.readString(Path.of("connectors/README.md")));
        assertTrue(block.find());
        List<String> lines = group(block).lines().toList();
        assertEquals(6, lines.size(), lines.toString());
        for (String line : lines) {
            TestServers.asSuperuser(line.replace("bi_reader", own).replace("…", own));
        }
        assertEquals(List.of("2"), column(own, own, "select version from bi.contract_version"));
        assertEquals(List.of("on"), column(own, own, "show default_transaction_read_only"));
    }

    @Test
    void withoutPsqlItSaysHowToConnect() throws SQLException {
        Said said = sql(Map.of("PSQL", "/nowhere/psql"));

        assertEquals(0, said.code(), said.text());
        DatabaseAccess access = TestServers.shared().database();
        assertTrue(said.text().contains("port      " + access.port()), said.text());
        String password = value(said.text(), "password");
        assertEquals(
                List.of("bi_reader"),
                column(value(said.text(), "user"), password, "select current_user"));
    }

    @Test
    void withoutPsqlTheStatementsOfAGrantArePrintedAndHold() throws SQLException {
        Said said = sql(Map.of("PSQL", "/nowhere/psql"), "--grant", own);

        assertEquals(0, said.code(), said.text());
        String sql = said.text().substring(said.text().indexOf("do $make$"));
        TestServers.asSuperuser(sql);
        Matcher password = Pattern.compile("password '([0-9a-f]+)'").matcher(sql);
        assertTrue(password.find());
        assertEquals(
                List.of("2"),
                column(own, group(password), "select version from bi.contract_version"));
    }

    @Test
    void aRoleIsMadeOnceAndSeesWhatItWasGranted() throws Exception {
        assumeTrue(hasPsql(), "there is no psql on this machine");
        Defined.stream(own);
        Defined.team(own + "-a", own);
        Defined.team(own + "-b", own);
        Defined.kpi(own, Defined.SUM);
        Measured.number(own, "team:" + own + "-a", "2026-01", "1");
        Measured.number(own, "team:" + own + "-b", "2026-01", "2");

        assertEquals(List.of("team:" + own + "-a"), granted(own + "_team", "--team", own + "-a"));
        assertEquals(
                List.of("stream:" + own, "team:" + own + "-a", "team:" + own + "-b"),
                granted(own + "_stream", "--stream", own));
        assertEquals(4, granted(own + "_all").size());
        assertEquals(
                List.of("team:" + own + "-a", "team:" + own + "-b"),
                granted(own + "_both", "--team", own + "-a", "--team", own + "-b"));
        Said again = sql(Map.of(), "--grant", own + "_both", "--team", own + "-a");
        assertTrue(again.text().contains("its password stays"), again.text());
        assertFalse(again.text().contains("password  "), again.text());
    }

    @Test
    void whatCannotBeIsRefusedWithTheCure() {
        refused("name its folder with --data", "--data", "/nowhere");
        refused("is none", "--grant", "Robert'); drop role x");
        refused("no key", "--grant", own, "--team", "a b");
        refused("--grant", "--team", "a");
        if (hasPsql()) {
            refused("choose another name", "--grant", "effekt_app");
        }
    }

    @Test
    void psqlOpensAsTheReader() {
        assumeTrue(hasPsql(), "there is no psql on this machine");
        Said said =
                sql(Map.of(), "-At", "-c", "select current_user, version from bi.contract_version");

        assertEquals("bi_reader|2", said.text().strip());
        assertTrue(sql(Map.of(), "-c", "select * from effekt.api_key").text().contains("denied"));
    }

    private void refused(String cure, String... arguments) {
        Said said = sql(Map.of(), arguments);
        assertEquals(2, said.code(), said.text());
        assertTrue(said.text().contains(cure), said.text());
    }

    /** The scopes that a new role sees of the KPI. */
    private List<String> granted(String role, String... narrowing) throws SQLException {
        List<String> arguments = new ArrayList<>(List.of("--grant", role));
        arguments.addAll(List.of(narrowing));
        Said said = sql(Map.of(), arguments.toArray(new String[0]));
        assertEquals(0, said.code(), said.text());
        return column(
                role,
                value(said.text(), "password"),
                "select scope from bi.kpi_status where kpi = '" + own + "' order by scope");
    }

    private static String value(String text, String name) {
        Matcher line = Pattern.compile("(?m)^" + name + " +(\\S+)$").matcher(text);
        assertTrue(line.find(), text);
        return group(line);
    }

    private static String group(Matcher found) {
        return Objects.requireNonNull(found.group(1));
    }

    private static List<String> column(String user, String password, String sql)
            throws SQLException {
        List<String> cells = new ArrayList<>();
        String url = TestServers.shared().database().jdbcUrl();
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                cells.add(rows.getString(1));
            }
        }
        return cells;
    }

    private static boolean hasPsql() {
        return Shell.run(HERE, Map.of(), List.of("bash", "-c", "command -v psql")).code() == 0;
    }

    private static Said sql(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of("scripts/sql"));
        if (!List.of(arguments).contains("--data")) {
            command.addAll(List.of("--data", TestServers.folder().toString()));
        }
        command.addAll(List.of(arguments));
        return Shell.run(HERE, environment, command);
    }
}
