package io.effekt.access.source;

import static io.effekt.access.keys.KeysHttpTest.as;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.effekt.access.Limits;
import io.effekt.access.Right;
import io.effekt.access.keys.ApiKey;
import io.effekt.access.keys.KeyTable;
import io.effekt.access.keys.Keys;
import io.effekt.database.Database;
import io.effekt.eventstore.postgres.verify.SourceOwnerCheck;
import io.effekt.kafka.KafkaAccess;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A source belongs to somebody: who that is, how it comes to be another, and what others get. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class SourcesHttpTest {
    private static final int ROUNDS = Integer.getInteger("sources.rounds", 2);

    @Inject Database database;
    @Inject KafkaAccess kafka;
    @Inject KeyTable table;
    @Inject Keys keys;
    @Inject SourceOwnerCheck check;

    private final String run = "s" + UUID.randomUUID().toString().substring(0, 8);
    private final String source = "urn:" + run;
    private final String one = run + "-one";
    private final String two = run + "-two";

    @BeforeEach
    void world() {
        Defined.stream(run);
        Defined.team(run, run);
        Defined.team(run + "-b", run);
        Defined.kpi(run, Defined.SUM);
    }

    @Test
    void aSourceBelongsToTheClientThatUsedItFirst() {
        String first = measuring(one);
        String second = measuring(two);
        counted(send(first, source, "a"));

        for (String id : List.of("a", "never-sent", "b")) {
            for (String query : List.of("?dryRun=true", "")) {
                refused(send(second, source, id, query));
            }
        }
        given().queryParam("source", source)
                .get("/api/v1/sources")
                .then()
                .statusCode(200)
                .body("items.clients", contains(List.of(one)))
                .body("items.decided", contains(false));
        counted(send(first, source, "b"));
    }

    @Test
    void whatIsRejectedOrOnlyTriedMakesNobodyAnOwner() {
        send(measuring(two), source, "a", "?dryRun=true")
                .body("receipts[0].receipt", equalTo("counted"));
        as(measuring(two))
                .contentType("application/json")
                .header("Prefer", "wait=30")
                .body(item(source, "b").replace("\"value\"", "\"numerator\""))
                .post("/api/v1/measurements")
                .then()
                .body("receipts[0].receipt", equalTo("rejected"));

        counted(send(measuring(one), source, "a"));
    }

    @Test
    void whatIsHeldMakesItsSenderTheOwner() {
        as(measuring(one))
                .contentType("application/json")
                .header("Prefer", "wait=30")
                .body(item(source, "a").replace("\"kpi\": \"" + run, "\"kpi\": \"none-" + run))
                .post("/api/v1/measurements")
                .then()
                .body("receipts[0].receipt", equalTo("held"));

        refused(send(measuring(two), source, "a"));
    }

    @Test
    void aClientsOwnNameIsNobodyElsesBeforeAndAfterItHadAKey() {
        String second = measuring(two);
        String first = measuring(one);
        for (String name : List.of(one, "kafka", "admin", "person:" + UUID.randomUUID())) {
            refused(send(second, name, "a"));
        }
        counted(send(first, null, "a"));
        given().delete("/api/v1/keys/" + first.substring(7, 15)).then().statusCode(200);
        refused(send(second, one, "b"));
        counted(send(measuring(one), null, "b"));
    }

    @Test
    void overKafkaTheSameHolds() throws Exception {
        String mine = source + ":mine";
        counted(send(measuring(one), mine, "a"));
        topic(mine, "k1");
        topic(one, "k2");
        topic(source + ":kafkas", "k3");
        outside("k1", "not_permitted");
        outside("k2", "not_permitted");
        outside("k3", "counted");
        refused(send(measuring(two), source + ":kafkas", "k3"));

        Defined.source(mine, one, "kafka");
        topic(mine, "k4");
        outside("k4", "counted");
        counted(send(measuring(one), mine, "b"));
    }

    @Test
    void ofTwoWhoUseItFirstAtTheSameMomentExactlyOneOwnsIt() throws Exception {
        String first = measuring(one);
        String second = measuring(two);
        for (int round = 0; round < ROUNDS; round++) {
            String contested = source + ":" + round;
            List<String> words =
                    atOnce(
                            List.of(first, second),
                            List.of(
                                    item(contested, "x"),
                                    item(contested, "y")
                                            .replace("team:" + run, "team:" + run + "-b")));
            assertEquals(Set.of("counted", "rejected"), Set.copyOf(words), contested);
            String owner = words.getFirst().equals("counted") ? one : two;
            given().queryParam("source", contested)
                    .get("/api/v1/sources")
                    .then()
                    .body("items.clients", contains(List.of(owner)));
        }
    }

    private List<String> atOnce(List<String> callers, List<String> items) throws Exception {
        CyclicBarrier together = new CyclicBarrier(callers.size());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < callers.size(); i++) {
                int at = i;
                answers.add(
                        threads.submit(() -> {
                            together.await();
                            return as(callers.get(at))
                                    .contentType("application/json")
                                    .header("Prefer", "wait=30")
                                    .body(items.get(at))
                                    .post("/api/v1/measurements")
                                    .then()
                                    .extract()
                                    .<String>path("receipts[0].receipt");
                        }));
            }
            List<String> words = new ArrayList<>();
            for (Future<String> answer : answers) {
                words.add(answer.get(60, TimeUnit.SECONDS));
            }
            return words;
        }
    }

    @Test
    void aStewardHandsItOverAndBindsItToSeveral() {
        String first = measuring(one);
        String second = measuring(two);
        counted(send(first, source, "a"));

        handOver(given(), source, two).statusCode(200).body("decided", equalTo(true));
        counted(send(second, source, "b"));
        as(second)
                .contentType("application/json")
                .header("Prefer", "wait=30")
                .body(item(source, "c").replace("{", "{\"corrects\": \"a\", \"reason\": \"r\", "))
                .post("/api/v1/measurements")
                .then()
                .body("receipts[0].receipt", equalTo("counted"));
        refused(send(first, source, "d"));

        handOver(given(), source, one + "\", \"" + two).statusCode(200);
        counted(send(first, source, "d"));
        counted(send(second, source, "e"));
        given().queryParam("type", "access.source-handed-over")
                .get("/api/v1/audit?limit=1000")
                .then()
                .statusCode(200)
                .body("items.data.findAll { it.source == '" + source + "' }.size()", equalTo(2));
    }

    @Test
    void onlyAStewardOfTheWholeOrganisationHandsOver() {
        measuring(one);
        String limits = "\"teams\": [\"" + run + "\"]";
        String narrow = Client.limited(limits, "survey:steward", "measurements:write");
        String manager = Client.key("keys:manage", "measurements:write", "definitions:write");
        handOver(as(narrow), source, one).statusCode(403);
        handOver(as(manager), source, one).statusCode(403);
        as(narrow).get("/api/v1/sources").then().statusCode(403);
    }

    @Test
    void whatIsWrongWithAHandOverIsNamed() {
        measuring(one);
        handOver(given(), source, one + "e")
                .statusCode(422)
                .body("errors.code", hasItem("unknown-client"))
                .body("errors.detail", hasItem(containsString("Did you mean '" + one + "'?")));
        handOver(given(), source + "*", one).statusCode(422);
        handOver(given(), source, "Not A Name").statusCode(422);
        given().contentType("application/json")
                .body("{\"source\": \"x\", \"clients\": []}")
                .post("/api/v1/sources/hand-over")
                .then()
                .statusCode(422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka",
                "Kafka",
                "system",
                "person:00000000-0000-4000-8000-000000000001",
                "evaluator",
                "service",
                "service:refusals",
                "adm1n",
                "effekt-x"
            })
    void aNameOfTheServiceOrOfAPersonIsNobodyElsesSource(String name) {
        String sender = measuring(one);
        handOver(given(), name, one).statusCode(422).body("errors.code", hasItem("reserved"));
        issue(two, name).statusCode(422).body("code", equalTo("source-taken"));
        for (String query : List.of("?dryRun=true", "")) {
            refused(send(sender, name, "a", query))
                    .body("receipts[0].detail", not(containsString("hand")));
        }
        String limits = "\"teams\": [\"" + run + "\"]";
        refused(send(Client.limited(limits, "measurements:write"), name, "a"));
        given().queryParam("source", name)
                .get("/api/v1/sources")
                .then()
                .body("items.clients.flatten()", not(hasItem(one)));
    }

    @Test
    void theTopicMayBeGivenItsOwnName() {
        handOver(given(), "kafka", "kafka").statusCode(200);
    }

    @Test
    void nobodyBindsWhatTheyMayNotSend() {
        String manager = Client.key("keys:manage", "status:read");
        as(manager)
                .contentType("application/json")
                .body(wanted(two, "[\"status:read\"]", "urn:" + run + "-free"))
                .post("/api/v1/keys")
                .then()
                .statusCode(422)
                .body("errors.pointer", hasItem("/sources"));
    }

    @Test
    void noPatternMeetsAnothersNameOrSource() {
        String gone = measuring(one);
        given().delete("/api/v1/keys/" + gone.substring(7, 15)).then().statusCode(200);
        counted(send(measuring(run + "-used"), source + ":u:1", "a"));
        for (String pattern :
                List.of(
                        one,
                        one + "*",
                        run + "-*",
                        "person:*",
                        "pers*",
                        "kafka",
                        "kaf*",
                        "adm*",
                        source + ":u:1",
                        source + ":u*",
                        source + "*")) {
            issue(two, pattern).statusCode(422).body("code", equalTo("source-taken"));
        }
        issue(two, source + ":v:*").statusCode(201);
        issue(run + "-used", source + ":u*").statusCode(201);
    }

    @Test
    void nobodyIsNamedAsASourceThatOthersUse() {
        counted(send(measuring(one), two, "a"));
        String manager = Client.key("keys:manage", "measurements:write");
        as(manager)
                .contentType("application/json")
                .body("{\"client\": \"%s\", \"scopes\": [\"measurements:write\"]}".formatted(two))
                .post("/api/v1/keys")
                .then()
                .statusCode(422)
                .body("code", equalTo("source-taken"))
                .body("detail", not(containsString(one)));
        // Nor does a steward take it from its sender by the way: that is a decision of its own.
        issue(two, source + ":other")
                .statusCode(422)
                .body("code", equalTo("source-taken"))
                .body("detail", containsString("/sources/hand-over"));
        counted(send(measuring(one), two, "b"));
        handOver(given(), two, two).statusCode(200);
        refused(send(measuring(one), two, "c"));
        counted(send(measuring(two), null, "d"));
    }

    @Test
    void aKeyOfBeforeWithTooWideAPatternStopsNobodyInTheirOwnName() {
        String first = measuring(one);
        database.inTransaction(tx -> {
            Instant now = Instant.now();
            ApiKey wide =
                    new ApiKey(
                            run,
                            run + "-wide",
                            "wide",
                            "0".repeat(64),
                            Set.of(Right.KEYS_MANAGE),
                            Limits.NONE,
                            List.of(run + "*"),
                            now,
                            "admin",
                            now.plusSeconds(600),
                            null);
            long seq = tx.query("select max(seq) from api_key").iterator().next().getLong(0);
            table.put(tx, new KeyTable.Stored(wide, 1, seq));
            return seq;
        });
        keys.refresh();

        try {
            counted(send(first, null, "a"));
            refused(send(first, run + "-some", "a"));
        } finally {
            // No decision made it: who compares keys with the log would find it.
            database.query("delete from api_key where id = $1", run);
            keys.refresh();
        }
    }

    @Test
    void anOwnerThatWasChangedInTheDatabaseIsFoundAndPutRight() throws SQLException {
        counted(send(measuring(one), source, "a"));
        counted(send(measuring(one), source + ":given", "a"));
        measuring(two);
        handOver(given(), source + ":given", two).statusCode(200);
        List<String> changes =
                List.of(
                        "update effekt.source_owner set clients = array['thief'] where source = $1",
                        "update effekt.source_owner set clients = clients || array['thief'] where source = $1",
                        "update effekt.source_owner set version = 0, seq = 0, clients = array['thief']"
                                + " where source = $1 || ':given'",
                        "update effekt.source_owner set version = 7 where source = $1 || ':given'",
                        "delete from effekt.source_owner where source = $1");
        for (String change : changes) {
            assertEquals(0L, checked(), "before: " + change);
            TestServers.asSuperuser(change.replace("$1", "'" + source + "'"));
            assertEquals(1L, checked(), change);
            database.run(check::correct);
            assertEquals(0L, checked(), "after: " + change);
        }
        given().queryParam("source", source + ":given")
                .get("/api/v1/sources")
                .then()
                .body("items.clients", contains(List.of(two)));
        given().post("/api/v1/projections/verify")
                .then()
                .statusCode(200)
                .body("different.source_owner", equalTo(0));
    }

    private long checked() {
        return database.<Long>inTransaction(tx -> check.check(tx).wrong());
    }

    private static ValidatableResponse handOver(
            RequestSpecification from, String source, String client) {
        return from.contentType("application/json")
                .body("{\"source\": \"%s\", \"clients\": [\"%s\"]}".formatted(source, client))
                .post("/api/v1/sources/hand-over")
                .then();
    }

    private static ValidatableResponse issue(String client, String pattern) {
        return given().contentType("application/json")
                .body(wanted(client, "[\"measurements:write\"]", pattern))
                .post("/api/v1/keys")
                .then();
    }

    private static String wanted(String client, String scopes, String pattern) {
        return "{\"client\": \"%s\", \"scopes\": %s, \"sources\": [\"%s\"]}"
                .formatted(client, scopes, pattern);
    }

    private static String measuring(String client) {
        return given().contentType("application/json")
                .body(
                        "{\"client\": \"%s\", \"scopes\": [\"measurements:write\"]}"
                                .formatted(client))
                .post("/api/v1/keys")
                .then()
                .statusCode(201)
                .extract()
                .path("key");
    }

    private ValidatableResponse send(String key, @Nullable String from, String id) {
        return send(key, from, id, "");
    }

    private ValidatableResponse send(String key, @Nullable String from, String id, String query) {
        return as(key).contentType("application/json")
                .header("Prefer", "wait=30")
                .body(item(from, id))
                .post("/api/v1/measurements" + query)
                .then();
    }

    private String item(@Nullable String from, String id) {
        return "{\"id\": \"%s\", %s\"kpi\": \"%s\", \"scope\": \"team:%s\", \"period\": \"2026-01\", \"value\": 1}"
                .formatted(id, from == null ? "" : "\"source\": \"" + from + "\", ", run, run);
    }

    private static void counted(ValidatableResponse answer) {
        answer.body("receipts[0].receipt", equalTo("counted"));
    }

    private static ValidatableResponse refused(ValidatableResponse answer) {
        return answer.body("receipts[0].receipt", equalTo("rejected"))
                .body("receipts[0].code", equalTo("not_permitted"))
                .body("receipts[0].detail", containsString("leave 'source' out"));
    }

    private void topic(String from, String id) throws Exception {
        ByteArraySerializer bytes = new ByteArraySerializer();
        Object servers = kafka.clientConfig().get("bootstrap.servers");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", String.valueOf(servers), "acks", "all"),
                        bytes,
                        bytes)) {
            producer.send(
                            new ProducerRecord<>(
                                    "effekt.measurements.v1",
                                    (run + "|team:" + run).getBytes(UTF_8),
                                    item(from, run + id).getBytes(UTF_8)))
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private void outside(String id, String became) {
        Awaitility.await(id)
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() ->
                        assertEquals(
                                List.of(became),
                                texts(
                                        """
                                        select code from measurement_rejected
                                        where id = $1 and actor = 'kafka'
                                        union all select 'counted' from measurement
                                        where id = $1 and actor = 'kafka'
                                        """,
                                        run + id)));
    }

    private List<String> texts(String sql, String id) {
        List<String> texts = new ArrayList<>();
        database.query(sql, id).forEach(row -> texts.add(row.getString(0)));
        return texts;
    }
}
