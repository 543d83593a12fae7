package io.effekt.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.effekt.embedded.EmbeddedServers;
import io.effekt.testing.ServiceProcess;
import io.effekt.testing.TestServers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Many teams and KPIs, one of them with some years, on the packaged service: all measurements
 * through the door, then what a dashboard and an auditor ask. The second lane has ten thousand
 * teams and forty KPIs, one of them with 24 months: 630,000 measurements.
 */
class ScaleIT {
    private static final int TEAMS = Integer.getInteger("scale.teams", 1_000);
    private static final int STREAMS = 100;
    private static final int KPIS = Integer.getInteger("scale.kpis", 6);
    private static final int BATCH = Math.min(5_000, TEAMS);
    private static final int SCOPES = TEAMS + STREAMS + 1;

    /** Of the first KPI; the others have the last one alone. */
    private static final int MONTHS = Integer.getInteger("scale.months", 12);

    private static final YearMonth LAST = YearMonth.of(2026, 9);
    private static final Pattern SAID =
            Pattern.compile("\\[(\\d+)\\].*?(?:statement|execute [^:]*): (.*)", Pattern.DOTALL);
    private static final Duration AS_OF_WITHIN = Duration.ofSeconds(2);

    @Test
    void aPageIsOneSelectAndAReadOfThePastTakesTwoSeconds() throws Exception {
        Path folder = TestServers.freshFolder("scale");
        try (EmbeddedServers servers = EmbeddedServers.start(folder);
                ServiceProcess service =
                        ServiceProcess.on(servers).awaitReady(Duration.ofMinutes(2))) {
            Api api = new Api(service.url());
            define(api);
            long began = System.nanoTime();
            for (int month = MONTHS - 1; month > 0; month--) {
                post(api, 0, LAST.minusMonths(month).toString());
            }
            for (int kpi = 0; kpi < KPIS; kpi++) {
                post(api, kpi, LAST.toString());
            }
            long posted = System.nanoTime();
            awaitEvaluated(api);
            long evaluated = System.nanoTime();
            assertEquals(1, selectsForAPage(api, servers, folder));
            Duration headlines = asOf(api, "");
            Duration latest = asOf(api, "&period=" + LAST);
            Duration old = asOf(api, "&period=" + LAST.minusMonths(MONTHS / 2));
            System.out.printf(
                    "scale: %d measurements posted in %d s, evaluated %d s later;"
                            + " asOf over %d scopes and %d months, all pages:"
                            + " headlines %d ms, the last month %d ms, one a year ago %d ms%n",
                    TEAMS * (KPIS + MONTHS - 1),
                    Duration.ofNanos(posted - began).toSeconds(),
                    Duration.ofNanos(evaluated - posted).toSeconds(),
                    SCOPES,
                    MONTHS,
                    headlines.toMillis(),
                    latest.toMillis(),
                    old.toMillis());
            for (Duration took : List.of(headlines, latest, old)) {
                assertTrue(took.compareTo(AS_OF_WITHIN) < 0, took.toString());
            }
        }
    }

    private static void define(Api api) throws IOException {
        String document =
                "{\"valueStreams\":"
                        + list(STREAMS, i -> "{\"key\":\"s%1$d\",\"name\":\"S%1$d\"}".formatted(i))
                        + ",\"teams\":"
                        + list(
                                TEAMS,
                                i ->
                                        """
                                        {"key":"t%1$d","name":"T%1$d","memberships":[
                                         {"valueStream":"s%2$d","from":"2020-01-01","to":null}]}
                                        """
                                                .formatted(i, i % STREAMS))
                        + ",\"kpis\":"
                        + list(
                                KPIS,
                                i ->
                                        """
                                        {"key":"k%1$d","name":{"en":"K%1$d"},"unit":"h",
                                         "shape":"number","aggregation":"sum","rollUp":"sum",
                                         "direction":"up","period":"month"}
                                        """
                                                .formatted(i))
                        + ",\"targets\":"
                        + list(
                                KPIS,
                                i ->
                                        """
                                        {"kpi":"k%d","scope":"org","targets":[
                                         {"from":"2020-01-01","to":null,"comparator":"gte",
                                          "value":5,"warning":3}]}
                                        """
                                                .formatted(i))
                        + "}";
        api.put("/definitions", document).expect(200, 202);
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> api.get("/teams/t" + (TEAMS - 1)).status() == 200);
    }

    private static String list(int size, IntFunction<String> item) {
        return IntStream.range(0, size).mapToObj(item).collect(Collectors.joining(",", "[", "]"));
    }

    private static void post(Api api, int kpi, String month) throws IOException {
        for (int from = 0; from < TEAMS; from += BATCH) {
            int first = from;
            String batch =
                    list(
                            BATCH,
                            i ->
                                    """
                                    {"id":"%1$d-%2$d-%3$s","kpi":"k%1$d","scope":"team:t%2$d",
                                     "observedAt":"%3$s-10T12:00:00Z","value":%4$d}
                                    """
                                            .formatted(
                                                    kpi, first + i, month, (first + i) * 7 % 11));
            JsonNode answer = api.post("/measurements", batch, 0).expect(207);
            assertEquals(BATCH, answer.path("accepted").asInt());
        }
    }

    /** Every team has its row of each month, and nothing waits to be evaluated. */
    private static void awaitEvaluated(Api api) {
        for (int month = 0; month < MONTHS; month++) {
            awaitEvaluated(api, 0, LAST.minusMonths(month));
        }
        for (int kpi = KPIS - 1; kpi > 0; kpi--) {
            awaitEvaluated(api, kpi, LAST);
        }
    }

    private static void awaitEvaluated(Api api, int kpi, YearMonth month) {
        String asked = "/status?kpi=k" + kpi + "&period=" + month + "&scope=";
        Awaitility.await(asked)
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(500))
                .until(() ->
                        one(api, asked + "team:t" + (TEAMS - 1)).path("n").asInt() == 1
                                && one(api, asked + "org").path("n").asInt() == TEAMS);
    }

    private static JsonNode one(Api api, String path) throws IOException {
        return api.get(path).expect(200).path("items").path(0);
    }

    /** Counts the statements that the service sends for one page of 1,000 headlines. */
    private static int selectsForAPage(Api api, EmbeddedServers servers, Path folder)
            throws Exception {
        assertEquals(1_000, api.get("/status?limit=1000").expect(200).path("items").size());
        asSuperuser(servers, folder, "alter role effekt_app set log_statement = 'all'");
        try {
            // Connections that are open already keep what they began with.
            asSuperuser(
                    servers,
                    folder,
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                            + " where usename = 'effekt_app'");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .ignoreExceptions()
                    .until(() -> api.get("/status?limit=1").status() == 200);
            JsonNode page = api.get("/status?limit=1000").expect(200);
            assertEquals(1_000, page.path("items").size());
        } finally {
            asSuperuser(servers, folder, "alter role effekt_app reset log_statement");
        }
        return statementsOfThePage(Files.readString(folder.resolve("logs/postgres.log")));
    }

    /** How many statements the transaction that read the page holds, beside its begin and end. */
    private static int statementsOfThePage(String log) {
        Map<String, List<String>> open = new HashMap<>();
        int statements = 0;
        for (String entry : log.split("\n(?=\\d{4}-\\d\\d-\\d\\d )", -1)) {
            Matcher said = SAID.matcher(entry);
            if (!said.find()) {
                continue;
            }
            List<String> transaction =
                    open.computeIfAbsent(said.group(1), any -> new ArrayList<>());
            String sql = said.group(2).strip().toLowerCase(Locale.ROOT);
            if (sql.startsWith("begin")) {
                transaction.clear();
            } else if (sql.startsWith("commit")) {
                if (transaction.stream().anyMatch(each -> each.contains("limit 1001"))) {
                    statements += transaction.size();
                }
            } else {
                transaction.add(sql);
            }
        }
        return statements;
    }

    private static void asSuperuser(EmbeddedServers servers, Path folder, String sql)
            throws IOException, SQLException {
        Properties passwords = new Properties();
        try (InputStream file = Files.newInputStream(folder.resolve("database.properties"))) {
            passwords.load(file);
        }
        try (Connection connection =
                        DriverManager.getConnection(
                                servers.database().jdbcUrl(),
                                "postgres",
                                passwords.getProperty("superuser.password"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The median of five, after one that warms up: a KPI as of a moment ago, page by page. */
    private static Duration asOf(Api api, String more) throws IOException {
        List<Duration> took = new ArrayList<>();
        for (int round = 0; round < 6; round++) {
            Instant asOf = Instant.now().minusSeconds(1);
            long began = System.nanoTime();
            int rows = 0;
            String page = "/status?limit=1000&kpi=k0&asOf=" + asOf + more;
            while (page != null) {
                JsonNode answer = api.get(page).expect(200);
                if (rows == 0) {
                    assertEquals(TEAMS, answer.path("items").path(0).path("n").asInt());
                }
                rows += answer.path("items").size();
                page = next(answer);
            }
            took.add(Duration.ofNanos(System.nanoTime() - began));
            assertEquals(SCOPES, rows);
        }
        return took.stream().skip(1).sorted().toList().get(2);
    }

    private static @Nullable String next(JsonNode page) {
        String next = page.path("next").asText(null);
        return next == null ? null : next.substring(next.indexOf("/status"));
    }
}
