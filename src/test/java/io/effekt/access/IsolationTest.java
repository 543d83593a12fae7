package io.effekt.access;

import static io.effekt.access.keys.KeysHttpTest.as;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.database.Database;
import io.effekt.kpi.application.query.AllSeeing;
import io.effekt.resource.ResourceView;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Measured;
import io.effekt.testing.Operation;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The isolation matrix: every operation of the OpenAPI document, for a team of one's own, a team
 * beside, a team of another stream, and for nobody. Whatever belongs to others bears the word
 * {@link #FOREIGN}.
 */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class IsolationTest {
    private static final String FOREIGN = "zzforeign";
    private static final String OWN = "yyown";

    private static final List<String> WHATEVER = List.of("handling=lenient");
    private static final List<String> WAITED_OR_NOT = List.of("wait=0", "wait=5");

    /** Headers that tell of the request alone. A tag is a hash of the body, which is compared. */
    private static final Set<String> OF_EACH =
            Set.of("x-request-id", "ratelimit", "date", "content-length", "etag");

    /** All but the administrator's, so that a limit is what keeps somebody out. */
    private static final String[] RIGHTS = {
        Right.MEASUREMENTS_WRITE,
        Right.STATUS_READ,
        Right.DEFINITIONS_WRITE,
        Right.BI_READ,
        Right.SURVEY_STEWARD,
        Right.KEYS_MANAGE,
        Right.AUDIT_READ
    };

    @Inject CurrentCaller caller;
    @Inject ResourceView resources;
    @Inject Database database;

    private final String random = UUID.randomUUID().toString().substring(0, 8);
    private final String ownStream = OWN + "-s" + random;
    private final String own = OWN + "-t" + random;
    private final String beside = FOREIGN + "-b" + random;
    private final String foreignStream = FOREIGN + "-s" + random;
    private final String foreign = FOREIGN + "-t" + random;
    private final String kpi = "kpi-" + random;
    private final String ownKpi = OWN + "-k" + random;
    private final String foreignKpi = "zzkpi-" + random;
    private List<Operation> operations = List.of();

    @BeforeEach
    void world() {
        Defined.stream(ownStream);
        Defined.stream(foreignStream);
        Defined.team(own, ownStream);
        Defined.team(beside, ownStream);
        Defined.team(foreign, foreignStream);
        Defined.kpi(kpi, Defined.SUM);
        for (String team : List.of(own, beside, foreign)) {
            Defined.target(kpi, "team:" + team, "\"comparator\":\"gte\",\"value\":7");
            Measured.put(
                    kpi,
                    "team:" + team,
                    "\"period\": \"2026-01\"",
                    "\"value\": 5, \"comment\": \"" + team + "\"");
            rejected(team);
        }
        Measured.put(
                kpi,
                "stream:" + foreignStream,
                "\"period\": \"2026-01\"",
                "\"value\": 3, \"comment\": \"" + foreign + "\"");
        operations =
                Operation.all(
                        given().accept("application/json")
                                .get("/q/openapi")
                                .then()
                                .extract()
                                .asString());
    }

    private void rejected(String team) {
        given().contentType("application/json")
                .body(
                        "{\"id\": \"%s\", \"source\": \"%s\", \"kpi\": \"%s\", \"scope\": \"team:%s\"}"
                                .formatted(UUID.randomUUID(), team, kpi, team))
                .post("/api/v1/measurements")
                .then()
                .statusCode(422);
    }

    @Test
    void everyOperationSaysWhatItNeeds() {
        assertTrue(operations.size() > 50, "the document has " + operations.size());
        assertEquals(
                List.of(),
                operations.stream().filter(o -> !o.secured()).map(Operation::id).toList());
    }

    @Test
    void nobodyAndWhoseKeyHasEndedIsRefusedEverywhere() {
        String revoked = Client.key(RIGHTS);
        given().delete("/api/v1/keys/" + revoked.substring(7, 15)).then().statusCode(200);
        Map<String, Supplier<RequestSpecification>> nobody =
                Map.of(
                        "none", () -> given().noFilters(),
                        "revoked", () -> as(revoked),
                        "expired", () -> as(expired()));
        List<String> wrong = new ArrayList<>();
        nobody.forEach((who, from) -> {
            for (Operation operation : operations) {
                int status = operation.call(from.get(), names(own, ownStream)).statusCode();
                if (status != 401) {
                    wrong.add(who + " " + operation + " " + status);
                }
            }
        });
        assertEquals(List.of(), wrong);
    }

    @Test
    void whoHoldsNoneOfTheRightsIsRefused() {
        List<String> wrong = new ArrayList<>();
        for (Operation operation : operations) {
            if (!operation.rights().isEmpty()) {
                List<String> others = new ArrayList<>(List.of(RIGHTS));
                others.removeAll(operation.rights());
                String key =
                        keys.computeIfAbsent(
                                others, some -> Client.key(some.toArray(String[]::new)));
                int status = operation.call(as(key), names(own, ownStream)).statusCode();
                if (status != 403) {
                    wrong.add(operation + " " + status);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    private final Map<List<String>, String> keys = new HashMap<>();

    @Test
    void aTeamReadsNothingOfOthersAndAllOfItsOwn() {
        Set<String> own =
                readsNothingForeign(Client.limited("\"teams\": [\"" + this.own + "\"]", RIGHTS));
        assertTrue(
                own.containsAll(
                        List.of(
                                "listStatus",
                                "listStatusHistory",
                                "explainStatus",
                                "getScorecard",
                                "listMeasurements",
                                "listTeams",
                                "getTeam",
                                "getTargets")),
                () -> "its own is shown only by " + own);
    }

    @Test
    void aStreamReadsItsTeamsAndNoOthers() {
        String key = Client.limited("\"streams\": [\"" + foreignStream + "\"]", RIGHTS);
        for (Operation operation : operations) {
            if (operation.reads()) {
                String body = operation.call(as(key), Map.of()).asString();
                assertFalse(body.contains(own) || body.contains(beside), operation + ": " + body);
            }
        }
        as(key).get("/api/v1/status?kpi=" + kpi)
                .then()
                .body(
                        "items.scope",
                        org.hamcrest.Matchers.contains(
                                "stream:" + foreignStream, "team:" + foreign));
    }

    @Test
    void aKeyOfOneKpiReadsNothingOfOthers() {
        Defined.kpi(foreignKpi, Defined.SUM);
        Defined.target(foreignKpi, "team:" + own, "\"comparator\":\"gte\",\"value\":7");
        Measured.number(foreignKpi, "team:" + own, "2026-01", "5");
        Defined.kpi(ownKpi, Defined.SUM);
        Defined.target(ownKpi, "team:" + own, "\"comparator\":\"gte\",\"value\":7");
        Measured.number(ownKpi, "team:" + own, "2026-01", "5");
        String key = Client.limited("\"kpis\": [\"" + ownKpi + "\"]", RIGHTS);
        Set<String> shown = new TreeSet<>();
        List<String> leaks = new ArrayList<>();
        for (Operation operation : operations) {
            if (operation.reads()) {
                Map<String, String> mine = new HashMap<>(names(own, ownStream));
                mine.put("kpi", ownKpi);
                mine.put("key of kpis", ownKpi);
                for (Map<String, String> names : List.of(Map.<String, String>of(), mine)) {
                    Response response = operation.call(as(key), names);
                    String all = response.headers() + response.asString();
                    if (all.contains(foreignKpi) || response.statusCode() >= 500) {
                        leaks.add(operation + " " + names + ": " + all);
                    }
                    if (response.statusCode() == 200 && all.contains(ownKpi)) {
                        shown.add(operation.id());
                    }
                }
            }
        }
        assertEquals(List.of(), leaks);
        assertTrue(
                shown.containsAll(
                        List.of(
                                "listStatus",
                                "listStatusHistory",
                                "explainStatus",
                                "listMeasurements",
                                "getKpi",
                                "getTargets")),
                () -> "its own is shown only by " + shown);
    }

    @Test
    void aKpiOfOthersAndOneThatIsNotThereAreAnsweredAlike() {
        Defined.kpi(foreignKpi, Defined.SUM);
        Measured.number(foreignKpi, "team:" + own, "2026-01", "5");
        // As near to the names that may be seen: a hint follows from what was asked.
        String nothing = "zykpi-" + random;
        assertAlike(
                Client.limited("\"kpis\": [\"" + kpi + "\"]", RIGHTS),
                ofKpi(foreignKpi),
                Set.of(foreignKpi),
                ofKpi(nothing),
                Set.of(nothing));
    }

    private Map<String, String> ofKpi(String key) {
        Map<String, String> names = new HashMap<>(names(own, ownStream));
        names.put("kpi", key);
        names.put("key of kpis", key);
        return names;
    }

    @Test
    void withTheChecksOfTheApplicationSwitchedOffTheDatabaseStillShowsNothing() {
        String key = Client.limited("\"teams\": [\"" + own + "\"]", RIGHTS);
        AllSeeing.install(caller, resources, database);
        List<String> leaks = new ArrayList<>();
        for (Operation operation : operations) {
            if (operation.reads()) {
                for (Map<String, String> names :
                        List.of(
                                Map.<String, String>of(),
                                Map.of("kpi", kpi),
                                names(foreign, foreignStream))) {
                    Response response = operation.call(as(key), names);
                    // What it was asked for it may say back.
                    String body = withoutEcho(response.asString(), names);
                    if (body.contains(FOREIGN)) {
                        leaks.add(operation + " " + names + ": " + body);
                    }
                }
            }
        }
        assertEquals(List.of(), leaks);
        as(key).get("/api/v1/status?kpi=" + kpi)
                .then()
                .body("items.scope", org.hamcrest.Matchers.contains("team:" + own));
    }

    @Test
    void whatIsForeignAndWhatIsNotThereAreAnsweredAlike() {
        String key = Client.limited("\"teams\": [\"" + own + "\"]", RIGHTS);
        Map<String, String> there = names(foreign, foreignStream);
        String nothing = FOREIGN + "-n" + random;
        Map<String, String> nowhere = names(nothing, nothing);
        assertAlike(key, there, Set.of(foreign, foreignStream), nowhere, Set.of(nothing));
    }

    /** Body and headers, of reads and of writes, waited for or not. */
    private void assertAlike(
            String key,
            Map<String, String> there,
            Set<String> thereNames,
            Map<String, String> nowhere,
            Set<String> nowhereNames) {
        List<String> told = new ArrayList<>();
        for (Operation operation : operations) {
            if (operation.names(there)) {
                for (String prefer : operation.reads() ? WHATEVER : WAITED_OR_NOT) {
                    Response one = operation.call(as(key).header("Prefer", prefer), there);
                    Response other = operation.call(as(key).header("Prefer", prefer), nowhere);
                    String first = plain(one, thereNames);
                    String second = plain(other, nowhereNames);
                    if (!first.equals(second) || one.statusCode() >= 500) {
                        told.add(operation + " " + prefer + "\n  " + first + "\n  " + second);
                    }
                }
            }
        }
        assertEquals(List.of(), told);
    }

    @Test
    void aTeamChangesNothingOfOthers() {
        String before = everythingOfOthers();
        String key = Client.limited("\"teams\": [\"" + own + "\"]", RIGHTS);
        for (Operation operation : operations) {
            if (!operation.reads()) {
                operation.call(as(key), names(foreign, foreignStream));
                operation.call(as(key), names(beside, ownStream));
            }
        }
        assertEquals(before, everythingOfOthers());
    }

    private String everythingOfOthers() {
        StringBuilder all = new StringBuilder();
        for (String path :
                List.of(
                        "teams/" + foreign,
                        "teams/" + beside,
                        "value-streams/" + foreignStream,
                        "value-streams/" + ownStream,
                        "kpis/" + kpi,
                        "kpis/" + kpi + "/targets/team:" + foreign,
                        "kpis/" + kpi + "/baselines",
                        "measurements?scope=team:" + foreign,
                        "measurements?scope=team:" + beside,
                        "measurements/held?kpi=" + kpi)) {
            all.append(path)
                    .append(' ')
                    .append(given().get("/api/v1/" + path).asString())
                    .append('\n');
        }
        return all.toString();
    }

    /** Operations that show what is its own. */
    private Set<String> readsNothingForeign(String key) {
        Set<String> own = new TreeSet<>();
        List<String> leaks = new ArrayList<>();
        for (Operation operation : operations) {
            if (operation.reads()) {
                for (Map<String, String> names :
                        List.of(
                                Map.<String, String>of(),
                                Map.of("kpi", kpi),
                                names(this.own, ownStream))) {
                    Response response = operation.call(as(key), names);
                    String body = response.asString();
                    if ((response.headers() + body).contains(FOREIGN)
                            || response.statusCode() >= 500) {
                        leaks.add(operation + " " + names + ": " + body);
                    }
                    if (response.statusCode() == 200 && body.contains(this.own)) {
                        own.add(operation.id());
                    }
                }
            }
        }
        assertEquals(List.of(), leaks);
        return own;
    }

    private Map<String, String> names(String team, String stream) {
        Map<String, String> names = new HashMap<>();
        names.put("kpi", kpi);
        names.put("scope", "team:" + team);
        names.put("valueStream", stream);
        names.put("key of teams", team);
        names.put("key of value-streams", stream);
        names.put("key of kpis", kpi);
        names.put("id", "1");
        names.put("source", team);
        names.put("period", "2026-01");
        names.put("value", "4");
        names.put("name", "changed");
        names.put("reason", "to see whether I may");
        names.put("status", "at_risk");
        names.put("expires", "2999-01-01T00:00:00Z");
        names.put("client", "somebody");
        names.put("scopes", "status:read");
        names.put("teams", team);
        return names;
    }

    private static String withoutEcho(String body, Map<String, String> names) {
        String rest = body;
        for (String value : names.values()) {
            if (value.contains(FOREIGN)) {
                rest = rest.replace(value, "").replace(value.replace(":", "%3A"), "");
            }
        }
        return rest;
    }

    /** Names of what was asked for are put alike; so is what no two answers have in common. */
    private static String plain(Response response, Set<String> names) {
        StringBuilder headers = new StringBuilder();
        response.headers().asList().stream()
                .filter(header -> !OF_EACH.contains(header.getName().toLowerCase(Locale.ROOT)))
                .map(header -> header.getName().toLowerCase(Locale.ROOT) + ": " + header.getValue())
                .sorted()
                .forEach(header -> headers.append(header).append('\n'));
        String text = response.statusCode() + " " + headers + response.asString();
        for (String name : names) {
            text = text.replace(name, "X");
        }
        return text.replaceAll("effekt_[0-9A-Za-z]{8}_[0-9A-Za-z]{38}", "KEY")
                .replaceAll("\"id\":\"[0-9A-Za-z]{8}\"", "ID")
                .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "UUID")
                .replaceAll("20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z", "TIME")
                .replaceAll("\"position\":\"[^\"]*\"", "POSITION");
    }

    private static String expired() {
        String key =
                given().contentType("application/json")
                        .body("{\"client\": \"gone\", \"scopes\": [\"status:read\"]}")
                        .post("/api/v1/keys")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("key");
        given().contentType("application/json")
                .body("{\"overlapHours\": 0}")
                .post("/api/v1/keys/" + key.substring(7, 15) + "/rotate")
                .then()
                .statusCode(201);
        return key;
    }
}
