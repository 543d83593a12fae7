package io.effekt.bi;

import static io.effekt.example.projection.PledgeDatasets.PLEDGES;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.effekt.access.Right;
import io.effekt.database.Database;
import io.effekt.dataset.Column;
import io.effekt.testing.AdminCaller;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.SwitchedOn;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A slice brings a set by a bean and a migration of its own, {@code PledgeDatasets} and {@code
 * db/migration/example}: the program names neither, and every way to read it has it.
 */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
@TestProfile(SwitchedOn.class)
class OwnDatasetTest {
    @Inject Database database;

    private final String random = "od" + UUID.randomUUID().toString().substring(0, 8);
    private final String mine = random + "m";
    private final String other = random + "o";
    private String limited = "";

    @BeforeEach
    void world() {
        Defined.stream(random);
        Defined.team(mine, random);
        Defined.team(other, random);
        Defined.kpi(random, Defined.SUM);
        limited = Client.limited("\"teams\": [\"" + mine + "\"]", Right.BI_READ);
        // The contract of the program does not name the slice: no answer is held against it.
        RestAssured.replaceFiltersWith(List.of());
        pledge("a", mine, "first");
        pledge("b", other, "not theirs");
        pledge("c", mine, "second");
    }

    private void pledge(String name, String team, String title) {
        given().header("Authorization", "Bearer " + AdminCaller.key())
                .header("Prefer", "wait=60")
                .contentType("application/json")
                .body(
                        "{\"title\": \"%s\", \"kpi\": \"%s\", \"team\": \"%s\"}"
                                .formatted(title, random, team))
                .put("/api/v1/pledges/" + random + name)
                .then()
                .statusCode(oneOf(200, 201));
    }

    private static Response get(String key, String path) {
        return given().urlEncodingEnabled(false).header("Authorization", "Bearer " + key).get(path);
    }

    @Test
    void theCatalogueAndTheMetadataHaveIt() {
        String key = AdminCaller.key();
        get(key, "/api/v1/bi")
                .then()
                .statusCode(200)
                .body("sets.name", hasItem("Pledges"))
                .body("sets.find { it.name == 'Pledges' }.view", equalTo("bi.pledges"))
                .body(
                        "sets.find { it.name == 'Pledges' }.columns.sql",
                        equalTo(PLEDGES.columns().stream().map(Column::sql).toList()));
        get(key, "/odata/v4").then().body("value.name", hasItem("Pledges"));
        get(key, "/odata/v4/$metadata")
                .then()
                .statusCode(200)
                .body(containsString("<EntityType Name=\"PledgesRow\">"))
                .body(containsString("<NavigationPropertyBinding Path=\"TeamDetails\""));
    }

    @Test
    void everyWayHasTheRowsThatTheCallerSees() throws Exception {
        String all = "{\"scopes\": \"*\", \"kpis\": \"*\", \"named\": \"*\", \"ever\": \"*\"}";
        String few =
                "{\"scopes\": \"team:%1$s\", \"ever\": \"team:%1$s\", \"named\": \"team:%1$s\", \"kpis\": \"*\"}"
                        .formatted(mine);
        assertEquals(List.of("a", "b", "c"), seen(AdminCaller.key(), all));
        assertEquals(List.of("a", "c"), seen(limited, few));
        try (SqlReader nobody = SqlReader.granted(null)) {
            assertEquals(List.of(), nobody.rows(PLEDGES));
        }
    }

    /** This test's pledges that a key and a database role see, whichever way they ask. */
    private List<String> seen(String key, String settings) throws Exception {
        BiReading reading = new BiReading(key, 1);
        List<List<String>> rows = reading.json(PLEDGES);
        reading.everyWay(PLEDGES)
                .forEach((way, found) ->
                        assertEquals(
                                way.equals("csv") ? BiReading.asCsv(PLEDGES, rows) : rows,
                                found,
                                way));
        try (SqlReader reader = SqlReader.granted(settings)) {
            assertEquals(rows, reader.rows(PLEDGES), "sql");
        }
        String own = "Pledge=" + random;
        return rows.stream()
                .map(List::getFirst)
                .filter(cell -> cell.startsWith(own))
                .map(cell -> cell.substring(own.length()))
                .toList();
    }

    @Test
    void itIsFilteredOrderedAndExpandedByOData() {
        get(
                        limited,
                        "/odata/v4/Pledges?$filter=startswith(Title,'s')&$expand=TeamDetails($select=Team)")
                .then()
                .statusCode(200)
                .body("value.Pledge", equalTo(List.of(random + "c")))
                .body("value[0].TeamDetails.Team", equalTo(mine));
        get(limited, "/odata/v4/Pledges('" + random + "a')").then().statusCode(200);
        get(limited, "/odata/v4/Pledges('" + random + "b')").then().statusCode(404);
    }

    @Test
    void laterPagesShowWhatTheFirstPageSaw() {
        String key =
                Client.limited("\"teams\": [\"%s\", \"%s\"]".formatted(mine, other), Right.BI_READ);
        Response first = get(key, "/api/v1/bi/Pledges?fields=Title&limit=2");
        pledge("c", mine, "changed");
        get(key, first.path("next")).then().body("items.Title", equalTo(List.of("second")));
        get(key, "/api/v1/bi/Pledges?fields=Title")
                .then()
                .body("items.Title", equalTo(List.of("first", "not theirs", "changed")));
    }

    @Test
    void theViewHasTheColumnsAndTheWordsOfTheSet() {
        List<String> there = new ArrayList<>();
        for (Row row :
                database.query(
                        """
                        select a.attname || ' ' || col_description(a.attrelid, a.attnum)
                        from pg_attribute a where a.attrelid = $1::text::regclass and a.attnum > 0
                        order by a.attnum
                        """,
                        PLEDGES.view())) {
            there.add(row.getString(0));
        }
        assertEquals(
                PLEDGES.columns().stream().map(c -> c.sql() + " " + c.description()).toList(),
                there);
    }
}
