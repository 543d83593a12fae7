package io.effekt.kpi.rest;

import static io.effekt.kpi.rest.DefinitionsHttpTest.fresh;
import static io.effekt.kpi.rest.DefinitionsHttpTest.get;
import static io.effekt.kpi.rest.DefinitionsHttpTest.json;
import static io.effekt.kpi.rest.DefinitionsHttpTest.put;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.effekt.kpi.application.status.Rebuild;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.TestOrder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** All definitions at once: out, in, adopted from the catalogue, made again from the log. */
@QuarkusTest
@Order(TestOrder.WHOLE_STORE)
@QuarkusTestResource(EffektTestResource.class)
class DefinitionDocumentHttpTest {
    @Inject Rebuild rebuild;

    @Test
    void aDocumentIsTakenInWholeWhateverItsOrder() {
        String stream = fresh();
        String old = fresh();
        String team = fresh();
        String kpi = fresh();

        put("/definitions", document(stream, old, team, kpi))
                .statusCode(200)
                .body("created", is(6))
                .body("items.result", hasItem("created"));

        get("/teams/" + old).statusCode(200).body("replacedBy", equalTo(List.of(team)));
        get("/kpis/" + kpi + "/targets/team:" + team).statusCode(200);
        put("/definitions", document(stream, old, team, kpi))
                .statusCode(200)
                .body("unchanged", is(6))
                .body("created", is(0));
    }

    @Test
    void oneRefusalRefusesTheWhole() {
        String stream = fresh();
        String old = fresh();
        String team = fresh();
        String kpi = fresh();
        String broken =
                document(stream, old, team, kpi).replace("\"warning\": 5", "\"warning\": 50");

        put("/definitions", broken)
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", equalTo("import-refused"))
                .body("refused", is(1))
                .body("items", hasSize(6))
                .body("errors[0].pointer", equalTo("/targets/0/targets/0/warning"));

        get("/value-streams/" + stream).statusCode(404);
    }

    @Test
    void whatIsWrongWithTheFormIsSaidWithItsPlace() {
        put(
                        "/definitions",
                        "{\"teams\": [{\"key\": \"Ö\"}, {\"key\": \"a\", \"name\": 1}], \"kpi\": []}")
                .statusCode(422)
                .body("errors.pointer", hasItems("/teams/0/key", "/teams/1/name", "/kpi"));
        String twice = "{\"key\": \"twice\", \"name\": \"T\"}";
        put("/definitions", "{\"teams\": [" + twice + "," + twice + "]}")
                .statusCode(422)
                .body("errors[0].code", equalTo("named-twice"));
    }

    @Test
    void aTrialOfADocumentChangesNothing() {
        String stream = fresh();

        put("/definitions?dryRun=true", document(stream, fresh(), fresh(), fresh()))
                .statusCode(200)
                .body("created", is(6));

        get("/value-streams/" + stream).statusCode(404);
    }

    @Test
    void whatGoesOutComesInAgain() {
        put("/definitions", document(fresh(), fresh(), fresh(), fresh())).statusCode(200);
        String exported = get("/definitions").statusCode(200).extract().asString();

        put("/definitions", exported).statusCode(200).body("created", is(0)).body("changed", is(0));
        assertEquals(exported, get("/definitions").extract().asString());
    }

    @Test
    void theCatalogueIsAdoptedByOneCallAndNeverOverwrites() {
        get("/catalogue").statusCode(200).body("kpis", hasSize(11));
        json().body("{\"keys\": [\"enps\"]}")
                .post("/api/v1/catalogue/adopt")
                .then()
                .statusCode(200);
        String mine = get("/kpis/enps").extract().asString().replace("eNPS", "mine");
        put("/kpis/enps", mine).statusCode(200);

        json().post("/api/v1/catalogue/adopt")
                .then()
                .statusCode(200)
                .body("items.find {it.subject == 'kpi:enps'}.result", equalTo("kept"));

        assertEquals(
                mine.contains("mine"), get("/kpis/enps").extract().asString().contains("mine"));
        get("/kpis/sick-leave/targets/org").statusCode(200).body("targets[0].value", is(5));
        json().body("{\"keys\": [\"no-such\"]}")
                .post("/api/v1/catalogue/adopt")
                .then()
                .statusCode(422);
    }

    @Test
    void theProjectionMadeAnewIsTheLiveOne() {
        put("/definitions", document(fresh(), fresh(), fresh(), fresh())).statusCode(200);
        String path = "/value-streams/" + fresh();
        put(path, "{\"name\": \"A\"}");
        put(path, "{\"name\": \"B\", \"reason\": \"because\"}");
        json().delete("/api/v1" + path);
        String before = get(path + "/versions").extract().asString();

        for (boolean swap : new boolean[] {false, true, true}) {
            Rebuild.Report report = Objects.requireNonNull(rebuild.run(swap));
            assertEquals(0, report.different().get("definition"));
            assertEquals(0, report.different().get("definition_version"));
        }

        assertEquals(before, get(path + "/versions").extract().asString());
        put(path, "{\"name\": \"C\"}").statusCode(200).header("ETag", "\"4\"");
    }

    private static String document(String stream, String old, String team, String kpi) {
        return """
        {"baselines": [{"kpi": "%4$s", "scope": "org", "value": 3.2}],
         "targets": [{"kpi": "%4$s", "scope": "team:%3$s", "targets": [
            {"from": "2026-01-01", "comparator": "gte", "value": 10, "warning": 5}]}],
         "kpis": [{"key": "%4$s", "name": {"en": "K"}, "unit": "h", "shape": "number",
            "aggregation": "sum", "rollUp": "sum", "direction": "up", "period": "month"}],
         "teams": [
            {"key": "%2$s", "name": "Old", "replacedBy": ["%3$s"], "status": "retired"},
            {"key": "%3$s", "name": "New", "memberships": [
               {"valueStream": "%1$s", "from": "2025-01-01", "to": null}]}],
         "valueStreams": [{"key": "%1$s", "name": "S"}]}
        """
                .formatted(stream, old, team, kpi);
    }
}
