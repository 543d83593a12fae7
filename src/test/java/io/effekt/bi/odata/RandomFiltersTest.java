package io.effekt.bi.odata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.effekt.access.Right;
import io.effekt.database.Database;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever the filter, the order and the size of pages: exactly the rows of SQL on the view. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class RandomFiltersTest {
    private static final int ROUNDS = Integer.getInteger("filters.rounds", 75);
    private static final long SEED = Long.getLong("filters.seed", 20_261_123L);
    private static final List<List<String>> COLUMNS =
            List.of(
                    List.of("Value", "value"),
                    List.of("Status", "status"),
                    List.of("TeamName", "team_name"),
                    List.of("PeriodStart", "period_start"),
                    List.of("ChangeFromPrevious", "change_from_previous"),
                    List.of("IsComplete", "is_complete"),
                    List.of("RecordedAt", "recorded_at"),
                    List.of("length(Scope)", "length(scope)"),
                    List.of("round(Value)", "round(value)"));

    private static final JsonMapper JSON = new JsonMapper();

    @Inject Database database;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String own = "rf" + UUID.randomUUID().toString().substring(0, 8);
    private final Random random = new Random(SEED);
    private String key = "";
    private boolean asForm;

    @Test
    void aFilterGivesExactlyTheRowsOfSql() throws Exception {
        world();
        RandomFilter filters = new RandomFilter(random);
        int some = 0;
        for (int round = 0; round < ROUNDS; round++) {
            RandomFilter.Both filter = filters.condition();
            List<List<String>> order = order(filters);
            asForm = random.nextBoolean();
            String asked = asked(filter.odata(), order);
            List<String> expected = bySql(filter.sql(), order);
            some += expected.isEmpty() ? 0 : 1;
            String told = "round " + round + ": " + filter.odata() + " | " + filter.sql();

            assertEquals(expected, byOData(asked, 1 + random.nextInt(30), told), told);
            assertEquals(
                    Integer.toString(expected.size()),
                    get(
                            "/odata/v4/KpiStatusHistory/$count?$filter=" + encoded(filter.odata()),
                            told));
        }
        assertTrue(some > ROUNDS / 3, "only " + some + " had any rows");
    }

    private void world() {
        Defined.stream(own);
        Defined.team(own, own);
        Defined.team(own + "b", own);
        for (String kpi : List.of(own, own + "x")) {
            Defined.kpi(kpi, Defined.SUM);
        }
        Defined.target(own, "team:" + own, "\"comparator\":\"gte\",\"value\":3,\"warning\":1");
        for (int month = 1; month < 7; month++) {
            Measured.number(own, "team:" + own, "2026-0" + month, month + ".25");
            Measured.number(own + "x", "team:" + own + "b", "2026-0" + month, "-" + month);
        }
        key = Client.limited("\"kpis\": [\"%1$s\", \"%1$sx\"]".formatted(own), Right.BI_READ);
    }

    private List<List<String>> order(RandomFilter filters) {
        List<List<String>> order = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            List<String> column = filters.pick(COLUMNS);
            if (order.stream().noneMatch(part -> part.getFirst().equals(column.getFirst()))) {
                boolean down = random.nextBoolean();
                order.add(
                        List.of(
                                column.get(0),
                                column.get(1) + (down ? " desc nulls last" : " asc nulls first"),
                                down ? " desc" : ""));
            }
        }
        return order;
    }

    private String asked(String filter, List<List<String>> order) {
        String by = String.join(",", order.stream().map(p -> p.get(0) + p.get(2)).toList());
        return "/odata/v4/KpiStatusHistory?$select=Kpi,Scope,PeriodStart&$filter="
                + encoded(filter)
                + (order.isEmpty() ? "" : "&$orderby=" + encoded(by));
    }

    private List<String> bySql(String filter, List<List<String>> order) {
        List<String> by = new ArrayList<>(order.stream().map(part -> part.get(1)).toList());
        by.addAll(List.of("kpi", "scope", "dimension", "period_start"));
        List<String> rows = new ArrayList<>();
        for (Row row :
                database.query(
                        "select kpi, scope, period_start::text from bi.kpi_status_history"
                                + " where kpi in ('%1$s', '%1$sx') and (%2$s) order by %3$s"
                                        .formatted(own, filter, String.join(", ", by)))) {
            rows.add(row.getString(0) + " " + row.getString(1) + " " + row.getString(2));
        }
        return rows;
    }

    private List<String> byOData(String asked, int size, String told) throws Exception {
        List<String> rows = new ArrayList<>();
        @Nullable String next = asked;
        while (next != null) {
            JsonNode page = JSON.readTree(get(next, size, told));
            for (JsonNode row : page.path("value")) {
                rows.add(
                        "%s %s %s"
                                .formatted(
                                        row.path("Kpi").textValue(),
                                        row.path("Scope").textValue(),
                                        row.path("PeriodStart").textValue()));
            }
            next = page.path("@odata.nextLink").textValue();
        }
        return rows;
    }

    private String get(String path, String told) throws Exception {
        return get(path, 100, told);
    }

    private String get(String path, int size, String told) throws Exception {
        HttpResponse<byte[]> response =
                http.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                path.startsWith("/")
                                                        ? "http://localhost:"
                                                                + RestAssured.port
                                                                + path
                                                        : path))
                                .header("Authorization", "Bearer " + key)
                                .header("Prefer", "odata.maxpagesize=" + size)
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        String body = new String(response.body(), StandardCharsets.UTF_8);
        assertEquals(200, response.statusCode(), () -> told + "\n" + body);
        return body;
    }

    /** As one of the two kinds of client writes it; within one query always the same. */
    private String encoded(String text) {
        String form = URLEncoder.encode(text, StandardCharsets.UTF_8);
        return asForm ? form : form.replace("+", "%20");
    }
}
