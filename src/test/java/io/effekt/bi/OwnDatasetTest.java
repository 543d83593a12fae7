package io.effekt.bi;

import static io.effekt.bi.ExampleDatasets.NOTES;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
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
 * A slice brings a set by a bean and a migration of its own, {@link ExampleDatasets} and {@code
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
        database.query("delete from example_note");
        note("a", mine, "first");
        note("b", other, "not theirs");
        note("c", mine, "second");
        // The contract of the program does not name the set: no answer is held against it.
        RestAssured.replaceFiltersWith(List.of());
    }

    private void note(String note, String team, String remark) {
        database.query(
                """
                insert into example_note (note, kpi, scope, value_stream, remark)
                values ($1, $2, $3, $2, $4)
                """,
                note,
                random,
                "team:" + team,
                remark);
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
                .body("sets.name", hasItem("ExampleNotes"))
                .body("sets.find { it.name == 'ExampleNotes' }.view", equalTo("bi.example_notes"))
                .body(
                        "sets.find { it.name == 'ExampleNotes' }.columns.sql",
                        equalTo(NOTES.columns().stream().map(Column::sql).toList()));
        get(key, "/odata/v4").then().body("value.name", hasItem("ExampleNotes"));
        get(key, "/odata/v4/$metadata")
                .then()
                .statusCode(200)
                .body(containsString("<EntityType Name=\"ExampleNotesRow\">"))
                .body(containsString("<NavigationPropertyBinding Path=\"TeamDetails\""));
    }

    @Test
    void everyWayHasTheRowsThatTheCallerSees() throws Exception {
        String all = "{\"scopes\": \"*\", \"kpis\": \"*\", \"named\": \"*\", \"ever\": \"*\"}";
        String few =
                "{\"scopes\": \"team:%1$s\", \"named\": \"team:%1$s\", \"kpis\": \"*\"}"
                        .formatted(mine);
        assertEquals(List.of("a", "b", "c"), seen(AdminCaller.key(), all));
        assertEquals(List.of("a", "c"), seen(limited, few));
        try (SqlReader nobody = SqlReader.granted(null)) {
            assertEquals(List.of(), nobody.rows(NOTES));
        }
    }

    /** The notes that a key and a database role see, whichever way they ask. */
    private static List<String> seen(String key, String settings) throws Exception {
        BiReading reading = new BiReading(key, 1);
        List<List<String>> rows = reading.json(NOTES);
        reading.everyWay(NOTES)
                .forEach((way, found) ->
                        assertEquals(
                                way.equals("csv") ? BiReading.asCsv(NOTES, rows) : rows,
                                found,
                                way));
        try (SqlReader reader = SqlReader.granted(settings)) {
            assertEquals(rows, reader.rows(NOTES), "sql");
        }
        return rows.stream().map(row -> row.getFirst().substring("Note=".length())).toList();
    }

    @Test
    void itIsFilteredOrderedAndExpandedByOData() {
        get(
                        limited,
                        "/odata/v4/ExampleNotes?$filter=startswith(Remark,'s')&$expand=TeamDetails($select=Team)")
                .then()
                .statusCode(200)
                .body("value.Note", equalTo(List.of("c")))
                .body("value[0].TeamDetails.Team", equalTo(mine));
        get(limited, "/odata/v4/ExampleNotes('b')").then().statusCode(404);
    }

    @Test
    void laterPagesShowWhatTheFirstPageSaw() {
        String key = AdminCaller.key();
        Response first = get(key, "/api/v1/bi/ExampleNotes?fields=Remark&limit=2");
        database.query("update example_note set remark = 'changed' where note = 'c'");
        get(key, first.path("next")).then().body("items.Remark", equalTo(List.of("second")));
        get(key, "/api/v1/bi/ExampleNotes?fields=Remark")
                .then()
                .body("items.Remark", equalTo(List.of("first", "not theirs", "changed")));
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
                        NOTES.view())) {
            there.add(row.getString(0));
        }
        assertEquals(
                NOTES.columns().stream().map(c -> c.sql() + " " + c.description()).toList(), there);
    }
}
