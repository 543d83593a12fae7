package io.effekt.bi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.access.CurrentCaller;
import io.effekt.access.Right;
import io.effekt.database.Database;
import io.effekt.dataset.Dataset;
import io.effekt.kpi.application.query.AllSeeing;
import io.effekt.resource.ResourceView;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.effekt.testing.ProgramDatasets;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Who sees what, and whether it is the same by every way: OData, JSON, NDJSON, CSV, and the SQL
 * views as a database role of one's own.
 */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class BiSightTest {
    private static final int FEW = 7;
    private static final int MANY = 20_000;
    private static final int MOST_TIMES = 10;
    private static final Pattern EXAMPLE =
            Pattern.compile("grant_bi\\('bi_payments', '(\\{[^']*})'\\)");
    private static final String EVERYTHING =
            "{\"scopes\": \"*\", \"kpis\": \"*\", \"named\": \"*\", \"ever\": \"*\"}";

    /** What would tell of a value that is held back. */
    private static final Set<String> HELD_BACK =
            Set.of(
                    "Value",
                    "IsConfident",
                    "IntervalLower",
                    "IntervalUpper",
                    "Measurements",
                    "Answers",
                    "ChangeFromPrevious",
                    "ChangeFromBaseline");

    /** Sets that are about nobody. */
    private static final Set<String> OF_EVERYBODY = Set.of("Calendar", "Freshness");

    /** Every KPI of these tests misses every team of all of them: {@code SetsTest} reads some. */
    private static final String OF_ALL_TEAMS = "Missing";

    private static String random = "";

    @Inject CurrentCaller caller;
    @Inject ResourceView resources;
    @Inject Database database;

    private String own = "";
    private String beside = "";
    private String foreign = "";
    private String ownStream = "";
    private String foreignStream = "";
    private String kpi = "";
    private String other = "";
    private String survey = "";
    private String trials = "";

    @BeforeEach
    void world() {
        boolean isFirst = random.isEmpty();
        random = isFirst ? UUID.randomUUID().toString().substring(0, 8) : random;
        own = "sa" + random;
        beside = "sb" + random;
        foreign = "sf" + random;
        ownStream = "so" + random;
        foreignStream = "sx" + random;
        kpi = "sk" + random;
        other = "sl" + random;
        survey = "ss" + random;
        trials = "st" + random;
        if (!isFirst) {
            return;
        }
        Defined.stream(ownStream);
        Defined.stream(foreignStream);
        Defined.team(own, ownStream);
        Defined.team(beside, ownStream);
        Defined.team(foreign, foreignStream);
        Defined.kpi(kpi, Defined.SUM + ",\"dimensions\":[\"zone\"]");
        Defined.kpi(other, Defined.SUM);
        Defined.kpi(
                survey,
                "\"unit\":\"points\",\"shape\":\"scores\",\"aggregation\":\"enps\",\"rollUp\":\"pooled\","
                        + "\"direction\":\"up\",\"period\":\"month\",\"minGroupSize\":5");
        Defined.kpi(
                trials,
                "\"unit\":\"%\",\"shape\":\"ratio\",\"aggregation\":\"pooled\",\"rollUp\":\"pooled\","
                        + "\"direction\":\"up\",\"period\":\"month\",\"trials\":true,\"minGroupSize\":5");
        for (String team : List.of(own, beside, foreign)) {
            measured("team:" + team);
        }
        Defined.target(kpi, "stream:" + foreignStream, "\"comparator\":\"gte\",\"value\":0.25");
    }

    private void measured(String scope) {
        Defined.target(kpi, scope, "\"comparator\":\"gte\",\"value\":1.50,\"warning\":-2");
        Defined.target(trials, scope, "\"comparator\":\"gte\",\"value\":50");
        Measured.number(kpi, scope, "2026-01", "1.50");
        Measured.number(kpi, scope, "2026-02", "-12345678901.123456789");
        Measured.put(
                kpi,
                scope,
                "\"observedAt\": \"2026-03-31T22:30:00.123456Z\"",
                "\"value\": 0.1, \"dimensions\": {\"zone\": \"æ;=1,\\\"\"}");
        Measured.number(other, scope, "2026-01", "3");
        for (String month : List.of("2026-01", "2026-02")) {
            Measured.put(
                    survey,
                    scope,
                    "\"period\": \"" + month + "\"",
                    "\"scores\": {\"9\": 1, \"3\": 1}");
            Measured.ratio(trials, scope, month, 1, 1);
        }
    }

    /** A client and a database role that see the same. */
    private record Limited(String key, String settings) {}

    private Map<String, Limited> limited() {
        Map<String, Limited> all = new LinkedHashMap<>();
        all.put(
                "team",
                new Limited(
                        "\"teams\": [\"" + own + "\"]",
                        """
                        {"scopes": "team:%1$s", "ever": "team:%1$s",
                         "named": "team:%1$s,stream:%2$s", "kpis": "*"}
                        """
                                .formatted(own, ownStream)));
        all.put(
                "stream",
                new Limited(
                        "\"streams\": [\"" + foreignStream + "\"]",
                        documented(foreignStream, foreign)));
        all.put(
                "kpi",
                new Limited(
                        "\"kpis\": [\"" + other + "\"]",
                        """
                        {"scopes": "*", "kpis": "%s", "named": "*", "ever": "*"}
                        """
                                .formatted(other)));
        return all;
    }

    /** What the guide grants a role of one stream with two teams, one of which is not here. */
    private static String documented(String stream, String team) {
        try {
            Matcher example = EXAMPLE.matcher(Files.readString(Path.of("connectors/README.md")));
            assertTrue(example.find());
            return Objects.requireNonNull(example.group(1))
                    .replace("payments", stream)
                    .replace("cards", team);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whoIsLimitedSeesItsRowsAndNoOthersByEveryWay() throws SQLException {
        limitedReaders(false);
    }

    @Test
    void withTheChecksOfTheApplicationSwitchedOffTheyStillDo() throws SQLException {
        limitedReaders(true);
    }

    private void limitedReaders(boolean withoutChecks) throws SQLException {
        Map<String, String> keys = new LinkedHashMap<>();
        limited().forEach((who, one) -> keys.put(who, Client.limited(one.key(), Right.BI_READ)));
        if (withoutChecks) {
            AllSeeing.install(caller, resources, database);
        }
        for (Map.Entry<String, Limited> one : limited().entrySet()) {
            try (SqlReader reader = SqlReader.granted(one.getValue().settings())) {
                for (Dataset set : ProgramDatasets.all()) {
                    if (OF_EVERYBODY.contains(set.name()) || set.name().equals(OF_ALL_TEAMS)) {
                        continue;
                    }
                    BiReading client = new BiReading(keys.getOrDefault(one.getKey(), ""), FEW);
                    if (withoutChecks) {
                        for (List<List<String>> rows : client.everyWay(set).values()) {
                            expected(one.getKey(), set, rows);
                        }
                        continue;
                    }
                    List<List<String>> rows = same(set, client, reader);
                    expected(one.getKey(), set, rows);
                    reader.run("set effekt.scopes = '*'");
                    reader.run("set effekt.kpis = '*'");
                    reader.run("set effekt.named = '*'");
                    reader.run("set effekt.ever = '*'");
                    reader.run("set search_path = effekt, bi");
                    assertEquals(rows, reader.rows(set), one.getKey() + " " + set.name());
                }
            }
        }
    }

    private void expected(String who, Dataset set, List<List<String>> rows) {
        String what = who + " " + set.name();
        switch (who) {
            case "team" -> {
                only(what, rows, "Scope", Set.of("team:" + own));
                only(what, rows, "Team", Set.of(own));
                // A target says the stream that it is of, and a team has none of a stream.
                boolean isOfTeams = set.name().equals("Targets");
                only(what, rows, "ValueStream", isOfTeams ? Set.of() : Set.of(ownStream));
            }
            case "stream" -> {
                only(what, rows, "Scope", Set.of("stream:" + foreignStream, "team:" + foreign));
                only(what, rows, "Team", Set.of(foreign));
                only(what, rows, "ValueStream", Set.of(foreignStream));
            }
            default -> only(what, rows, "Kpi", Set.of(other));
        }
    }

    /** Exactly these values, where the set has such a column and some are not null. */
    private static void only(
            String what, List<List<String>> rows, String column, Set<String> values) {
        Set<String> there = values(rows, column);
        there.remove(BiReading.NOTHING);
        if (rows.isEmpty() || rows.getFirst().stream().noneMatch(c -> c.startsWith(column + "="))) {
            return;
        }
        if (what.endsWith("Measurements") && !column.equals("Kpi")) {
            assertTrue(values.containsAll(there), () -> what + " has " + there);
            return;
        }
        assertEquals(new TreeSet<>(values), there, what);
    }

    private static Set<String> values(List<List<String>> rows, String column) {
        Set<String> values = new TreeSet<>();
        for (List<String> row : rows) {
            for (String cell : row) {
                if (cell.startsWith(column + "=")) {
                    values.add(cell.substring(column.length() + 1));
                }
            }
        }
        return values;
    }

    @Test
    void everySetHasTheSameCellsByEveryWay() throws SQLException {
        String all = Client.key(Right.BI_READ);
        try (SqlReader reader = SqlReader.granted(EVERYTHING)) {
            for (Dataset set : ProgramDatasets.all()) {
                if (set.name().equals(OF_ALL_TEAMS)) {
                    continue;
                }
                assertFalse(same(set, new BiReading(all, MANY), reader).isEmpty(), set.name());
            }
        }
    }

    /** What a role sees that has been granted the views, and nothing to see in them. */
    @Test
    void aRoleWithoutAGrantSeesNothing() throws SQLException {
        try (SqlReader reader = SqlReader.granted(null)) {
            reader.run("set effekt.scopes = '*'");
            reader.run("set effekt.kpis = '*'");
            for (Dataset set : ProgramDatasets.all()) {
                if (!OF_EVERYBODY.contains(set.name())) {
                    assertEquals(List.of(), reader.rows(set), set.name());
                }
            }
        }
    }

    /** Tables hold more than views show: what lies beneath has no name for who reads the views. */
    @Test
    void aRoleThatReadsTheViewsReadsNothingBeneathThem() throws SQLException {
        try (SqlReader reader = SqlReader.granted(EVERYTHING)) {
            List<String> beneath =
                    reader.column(
                            """
                            select oid::regclass::text from pg_class
                            where relnamespace = 'effekt'::regnamespace
                                and relkind in ('r', 'p', 'v', 'm', 'S')
                            """);
            assertTrue(beneath.contains("effekt.measurement"), beneath::toString);
            assertTrue(beneath.contains("effekt.bi_measurements_seen"), beneath::toString);
            for (String relation : beneath) {
                assertEquals("42501", reader.refused("select * from " + relation), relation);
                assertEquals("42501", reader.refused("table " + relation + " limit 0"), relation);
            }
            assertEquals(
                    List.of(),
                    reader.column(
                            """
                            select c.oid::regclass::text from pg_class c
                            where c.relnamespace = 'effekt'::regnamespace and c.relkind in ('r', 'p', 'm')
                                and (has_table_privilege(c.oid, 'select')
                                    or has_any_column_privilege(c.oid, 'select'))
                            """));
            assertEquals(
                    List.of("0"),
                    reader.column("select count(*) from pg_stats where schemaname = 'effekt'"));
            for (String call :
                    List.of(
                            "effekt.grant_bi(session_user)",
                            "effekt.granted('kpis')",
                            "effekt.sees_measurement(1, now())",
                            "effekt.shown_name(null, 'x')")) {
                assertEquals("42501", reader.refused("select " + call), call);
            }
        }
    }

    /** A filter that fails for rows of others never meets one. */
    @Test
    void noFilterLooksAtARowBeforeTheSightOfItsReader() throws SQLException {
        Limited team = Objects.requireNonNull(limited().get("team"));
        try (SqlReader reader = SqlReader.granted(team.settings())) {
            for (Dataset set : ProgramDatasets.all()) {
                if (set.column("Scope").isPresent()) {
                    reader.column(
                            """
                            select count(*) from %s where case when scope like '%%%s%%'
                                then 1 / (length(scope) - length(scope)) = 1 else true end
                            """
                                    .formatted(set.view(), foreign));
                }
            }
        }
    }

    @Test
    void whatIsSuppressedIsThereAndTellsNothing() throws SQLException {
        String key =
                Client.limited(
                        "\"kpis\": [\"%s\", \"%s\"]".formatted(survey, trials), Right.BI_READ);
        try (SqlReader reader =
                SqlReader.granted(
                        "{\"scopes\": \"*\", \"kpis\": \"%s,%s\", \"named\": \"*\", \"ever\": \"*\"}"
                                .formatted(survey, trials))) {
            for (String name : List.of("KpiStatus", "KpiStatusHistory")) {
                List<List<String>> rows =
                        same(
                                ProgramDatasets.named(name).orElseThrow(),
                                new BiReading(key, FEW),
                                reader);
                for (String guarded : List.of(survey, trials)) {
                    int suppressed = 0;
                    for (List<String> row : rows) {
                        if (row.contains("Kpi=" + guarded)
                                && row.contains("Scope=team:" + own)
                                && (name.equals("KpiStatus") || row.contains("Period=2026-01"))) {
                            suppressed++;
                            assertTrue(
                                    row.contains("Status=suppressed")
                                            || (name.equals("KpiStatus")
                                                    && row.contains("Status=stale")),
                                    row::toString);
                            HELD_BACK.forEach(column ->
                                    assertTrue(
                                            row.contains(column + "=" + BiReading.NOTHING),
                                            () -> column + " of " + row));
                        }
                    }
                    assertEquals(1, suppressed, name + " " + guarded);
                }
            }
            assertEquals(
                    List.of(),
                    same(
                            ProgramDatasets.named("Measurements").orElseThrow(),
                            new BiReading(key, FEW),
                            reader));
        }
    }

    /** Cell by cell; once more where a status was evaluated again meanwhile. */
    private static List<List<String>> same(Dataset set, BiReading client, SqlReader reader)
            throws SQLException {
        List<List<String>> sql = reader.rows(set);
        Map<String, List<List<String>>> ways = client.everyWay(set);
        for (int i = 0; i < MOST_TIMES && !sql.equals(reader.rows(set)); i++) {
            sql = reader.rows(set);
            ways = client.everyWay(set);
        }
        same(set, sql, ways);
        return sql;
    }

    private static void same(
            Dataset set, List<List<String>> sql, Map<String, List<List<String>>> ways) {
        ways.forEach((way, rows) -> {
            List<List<String>> expected = way.equals("csv") ? BiReading.asCsv(set, sql) : sql;
            for (int i = 0; i < Math.min(expected.size(), rows.size()); i++) {
                assertEquals(
                        String.join("\n", expected.get(i)),
                        String.join("\n", rows.get(i)),
                        set.name() + " by " + way + ", row " + i);
            }
            assertEquals(expected.size(), rows.size(), set.name() + " by " + way);
        });
    }
}
