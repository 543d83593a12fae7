package io.effekt.bi.connect;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.effekt.database.Database;
import io.effekt.dataset.Dataset;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.effekt.testing.ProgramDatasets;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The dashboards for Grafana, with its macros and variables put in as Grafana does. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class GrafanaPanelsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path GRAFANA = Path.of("connectors", "grafana");
    private static final List<String> DASHBOARDS = List.of("scorecard.json", "kpi.json");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):sqlstring}");

    @Inject Database database;

    private final String random = "g" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void everyPanelAndVariableIsAnsweredAndThoseOfAKpiWithRows() throws IOException {
        Defined.stream(random);
        Defined.team(random, random);
        Defined.kpi(random, Defined.SUM);
        given().contentType("application/json")
                .body(
                        """
                        {"targets":[{"from":"2026-01-01","to":null,"comparator":"gte","value":9}]}
                        """)
                .put("/api/v1/kpis/" + random + "/targets/org")
                .then()
                .statusCode(oneOf(200, 201));
        for (int month = 1; month < 6; month++) {
            Measured.number(random, "team:" + random, "2026-0" + month, "1.50");
        }
        List<String> empty = new ArrayList<>();
        int asked = 0;
        for (String name : DASHBOARDS) {
            JsonNode dashboard = dashboard(name);
            for (Map.Entry<String, String> question : questions(dashboard)) {
                asked++;
                if (database.query(asGrafana(question.getValue())).size() == 0) {
                    empty.add(name + " " + question.getKey());
                }
            }
        }
        assertEquals(List.of(), empty);
        assertEquals(19, asked, "questions");
    }

    @Test
    void panelsThatAskOverHttpNameASetAndItsColumns() throws IOException {
        List<String> asked = new ArrayList<>();
        for (String name : DASHBOARDS) {
            for (JsonNode panel : dashboard(name).path("panels")) {
                for (JsonNode target : panel.path("targets")) {
                    if (target.has("url")) {
                        String path = target.path("url").asText();
                        Dataset set =
                                ProgramDatasets.named(path.replaceFirst("^/api/v1/bi/", ""))
                                        .orElseThrow();
                        for (JsonNode column : target.path("columns")) {
                            String selector = column.path("selector").asText();
                            assertTrue(set.column(selector).isPresent(), selector);
                            asked.add(selector);
                        }
                        String fields =
                                target.path("url_options")
                                        .path("params")
                                        .path(0)
                                        .path("value")
                                        .asText();
                        assertEquals(fields, String.join(",", asked));
                    }
                }
            }
        }
        assertFalse(asked.isEmpty());
    }

    @Test
    void panelsHaveNumbersOfTheirOwnAndSourcesThatAreProvisioned() throws IOException {
        String provisioned =
                Files.readString(GRAFANA.resolve("provisioning/datasources/effekt.yaml"));
        for (String name : DASHBOARDS) {
            Set<Integer> ids = new HashSet<>();
            for (JsonNode panel : dashboard(name).path("panels")) {
                assertTrue(ids.add(panel.path("id").asInt()), name + " " + panel.path("title"));
                JsonNode source = panel.path("datasource");
                assertTrue(
                        provisioned.contains("uid: " + source.path("uid").asText() + "\n")
                                && provisioned.contains(
                                        "type: " + source.path("type").asText() + "\n"),
                        name + " " + source);
            }
        }
    }

    /** A rule asks one question, whose one number is above zero where something is wrong. */
    @Test
    void everyAlertRuleAsksForOneNumberAndTextsThatItsSummaryNames() throws IOException {
        JsonNode rules =
                new ObjectMapper(new YAMLFactory())
                        .readTree(GRAFANA.resolve("provisioning/alerting/effekt.yaml").toFile())
                        .path("groups")
                        .path(0)
                        .path("rules");
        Set<String> ids = new HashSet<>();
        for (JsonNode rule : rules) {
            assertTrue(ids.add(rule.path("uid").asText()));
            JsonNode asked = rule.path("data").path(0);
            assertEquals("effekt-sql", asked.path("datasourceUid").asText());
            JsonNode threshold = rule.path("data").path(1);
            assertEquals(rule.path("condition").asText(), threshold.path("refId").asText());
            assertEquals(
                    asked.path("refId").asText(),
                    threshold.path("model").path("expression").asText());
            RowSet<Row> rows =
                    database.query(
                            "select * from ("
                                    + asked.path("model").path("rawSql").asText()
                                    + ") asked limit 5");
            Set<String> columns = new HashSet<>(rows.columnsNames());
            assertTrue(columns.remove("value"), columns::toString);
            rows.forEach(row -> assertTrue(row.getDouble("value") != null));
            Matcher named =
                    Pattern.compile("\\$labels\\.(\\w+)")
                            .matcher(rule.path("annotations").path("summary").asText());
            named.results()
                    .forEach(label -> assertTrue(columns.contains(label.group(1)), label.group()));
        }
        assertEquals(4, ids.size());
    }

    private static JsonNode dashboard(String name) throws IOException {
        return JSON.readTree(GRAFANA.resolve("dashboards").resolve(name).toFile());
    }

    private static List<Map.Entry<String, String>> questions(JsonNode dashboard) {
        List<Map.Entry<String, String>> questions = new ArrayList<>();
        for (JsonNode variable : dashboard.path("templating").path("list")) {
            if (variable.path("type").asText().equals("query")) {
                questions.add(
                        Map.entry(
                                "$" + variable.path("name").asText(),
                                variable.path("query").asText()));
            }
        }
        for (JsonNode note : dashboard.path("annotations").path("list")) {
            questions.add(
                    Map.entry(
                            note.path("name").asText(),
                            note.path("target").path("rawSql").asText()));
        }
        for (JsonNode panel : dashboard.path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                if (target.has("rawSql")) {
                    questions.add(
                            Map.entry(
                                    panel.path("title").asText(), target.path("rawSql").asText()));
                }
            }
        }
        return questions;
    }

    /** What Grafana's source for PostgreSQL makes of it. */
    private String asGrafana(String sql) {
        String made =
                sql.replace("$__interval", "1d")
                        .replaceAll(
                                "\\$__timeFilter\\((\\w+)\\)",
                                "$1 BETWEEN '2025-01-01T00:00:00Z' AND '2026-12-31T23:59:59Z'")
                        .replaceAll(
                                "\\$__timeGroupAlias\\((\\w+),\\s*'?\\d+d'?\\)",
                                "floor(extract(epoch from $1)/86400)*86400 AS \"time\"");
        Map<String, String> values =
                Map.of("kpi", random, "scope", "team:" + random, "stream", random, "level", "team");
        Matcher variables = VARIABLE.matcher(made);
        made = variables.replaceAll(v -> "'" + values.get(v.group(1)) + "'");
        assertFalse(made.contains("$"), made);
        return made;
    }
}
