package io.effekt.ingest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.effekt.database.Database;
import io.effekt.kafka.KafkaAccess;
import io.effekt.testing.AdminCaller;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What comes for a closed period of a KPI with small groups: a steward's counts at once, anybody
 * else's waits until a steward releases all of it together. Anyone who writes to the topic is none.
 */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LateMeasurementsTest {
    private static final String DOOR = "/api/v1/measurements";
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String SURVEY =
            "\"unit\":\"points\",\"shape\":\"scores\",\"aggregation\":\"mean\",\"rollUp\":\"pooled\","
                    + "\"direction\":\"up\",\"period\":\"month\"";

    @Inject Database database;
    @Inject KafkaAccess kafka;

    private final String run = "l" + UUID.randomUUID().toString().substring(0, 8);
    private final String kpi = run + "-pulse";
    private final String team = "team:" + run;

    @BeforeEach
    void define() {
        Defined.stream(run);
        Defined.team(run, run);
        Defined.kpi(kpi, SURVEY);
        Defined.source("urn:" + run, "admin", "kafka");
    }

    @Test
    void whatAStewardSendsCountsAtOnce() {
        stewardSends("m1", "\"scores\":{\"7\":8}");

        answers("2026-01", equalTo(8));
    }

    @Test
    void whatOthersSendWaitsForAStewardWhoReleasesAllOfItTogether() throws Exception {
        stewardSends("m1", "\"scores\":{\"7\":8}");
        othersSend("m2", "\"scores\":{\"9\":3}");
        held("m2");
        given().queryParam("kpi", kpi)
                .get(DOOR + "/held")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].cause", equalTo("late_for_closed_period"))
                .body("items[0].period", equalTo("2026-01"))
                .body("items[0].body", nullValue());
        answers("2026-01", equalTo(8));

        release("2026-01")
                .statusCode(422)
                .body("code", equalTo("release-too-small"))
                .body("detail", containsString("at least 5 answers"));
        held("m2");

        othersSend("m3", "\"scores\":{\"3\":2}");
        held("m3");
        Instant before = Instant.now();
        release("2026-01").statusCode(200).body("counted", equalTo(2));
        counted("m2");
        counted("m3");
        answers("2026-01", equalTo(13));
        assertEquals(8, answersAsOf(before));
        given().queryParam("kpi", kpi).get(DOOR + "/held").then().body("items", empty());
        release("2026-01").statusCode(404).body("code", equalTo("nothing-held"));
        isInTheLog();
    }

    private void isInTheLog() {
        Row row =
                database.query(
                                """
                                select d.type, d.actor, d.data, t.reason
                                from decision d join decision_text t on t.seq = d.seq
                                where d.subject = $1
                                """,
                                "held:" + kpi + "|" + team)
                        .iterator()
                        .next();
        assertEquals("kpi.held-released.v1", row.getString(0));
        assertEquals("admin", row.getString(1));
        assertEquals("the survey was extended", row.getString(3));
    }

    /** After all others, and once: it rebuilds the whole store. */
    @Test
    @Order(Integer.MAX_VALUE)
    void replayGivesTheSame() {
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() ->
                        given().post("/api/v1/projections/verify")
                                .then()
                                .statusCode(200)
                                .body("different.values().sum()", equalTo(0)));
    }

    @Test
    void aCorrectionOfWhatIsHeldIsReleasedWithIt() throws Exception {
        othersSend("m1", "\"scores\":{\"9\":6}");
        held("m1");
        othersSend(
                "m2",
                "\"scores\":{\"9\":7},\"reason\":\"one more\",\"corrects\":\"" + id("m1") + "\"");
        held("m2");

        release("2026-01").statusCode(200).body("counted", equalTo(2));
        answers("2026-01", equalTo(7));
    }

    @Test
    void aCorrectionThatChangesFewAnswersIsTooSmall() throws Exception {
        stewardSends("m1", "\"scores\":{\"7\":20}");
        othersSend(
                "m2",
                "\"scores\":{\"7\":19,\"2\":1},\"reason\":\"r\",\"corrects\":\"" + id("m1") + "\"");
        held("m2");

        release("2026-01").statusCode(422).body("code", equalTo("release-too-small"));
        answers("2026-01", equalTo(20));
    }

    @Test
    void aCorrectionMustNotTakeAnswersOfAClosedPeriodToAnother() throws Exception {
        stewardSends("m1", "\"scores\":{\"7\":20}");
        othersSend(
                "m2",
                "\"scores\":{\"7\":20},\"reason\":\"r\",\"corrects\":\"" + id("m1") + "\"",
                "2026-02-17T12:00:00Z");
        held("m2");

        release("2026-01").statusCode(200).body("counted", equalTo(0)).body("rejected", equalTo(1));

        given().queryParam("limit", 1000)
                .get(DOOR + "/rejected")
                .then()
                .body("items.find { it.id == '" + id("m2") + "' }.code", equalTo("not_permitted"));
        answers("2026-01", equalTo(20));
    }

    @Test
    void aRetractionMustNotLeaveAFew() throws Exception {
        stewardSends("m1", "\"scores\":{\"7\":6}");
        stewardSends("m2", "\"scores\":{\"7\":3}");
        othersSend("m3", "\"reason\":\"r\",\"retracts\":\"" + id("m1") + "\"");
        held("m3");

        release("2026-01").statusCode(422).body("code", equalTo("release-too-small"));

        othersSend("m4", "\"reason\":\"r\",\"retracts\":\"" + id("m2") + "\"");
        held("m4");
        release("2026-01").statusCode(200).body("counted", equalTo(2));
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> status("2026-01").body("items[0].status", equalTo("no_data")));
    }

    @Test
    void aSealOfOnesOwnMakesNobodyASteward() throws Exception {
        ProducerRecord<byte[], byte[]> record = record("m1", "\"scores\":{\"9\":3}");
        record.headers().add("effekt-steward", new byte[32]);
        send(record);

        held("m1");
    }

    @Test
    void whatComesInTimeCounts() throws Exception {
        String today = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.MILLIS).toString();
        othersSend("m1", "\"scores\":{\"9\":3}", today);

        counted("m1");
        // Nobody reads an open period by asking about a moment after its end.
        String month = YearMonth.now(ZoneOffset.UTC).toString();
        for (String at : new String[] {Instant.now().toString(), "2099-01-01T00:00:00Z"}) {
            given().queryParam("kpi", kpi)
                    .queryParam("scope", team)
                    .queryParam("period", month)
                    .queryParam("at", at)
                    .get("/api/v1/status")
                    .then()
                    .statusCode(200)
                    .body("items[0].status", equalTo("pending"))
                    .body("items[0].answers", nullValue());
        }
    }

    @Test
    void whatWaitsForItsKpiIsLateWhenThatComes() throws Exception {
        String later = kpi + "-later";
        send(
                new ProducerRecord<>(
                        "effekt.measurements.v1",
                        (later + "|" + team).getBytes(UTF_8),
                        item("m1", "\"scores\":{\"9\":6}", "2026-01-17T12:00:00Z")
                                .replace(kpi, later)
                                .getBytes(UTF_8)));
        held("m1");
        Defined.kpi(later, SURVEY);

        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() ->
                        given().queryParam("kpi", later)
                                .get(DOOR + "/held")
                                .then()
                                .body("items[0].cause", equalTo("late_for_closed_period")));
    }

    @Test
    void aReorganisationToldAfterwardsHidesWhatItWouldTell() {
        String other = run + "-t";
        Defined.stream(other);
        Defined.team(run + "-b", run);
        Defined.team(run + "-c", run);
        Defined.team(run + "-d", other);
        stewardSends("m1", "\"scores\":{\"7\":3}");
        stewardSends("m2", run + "-b", "\"scores\":{\"7\":3}");
        stewardSends("m3", run + "-c", "\"scores\":{\"7\":20}");
        stewardSends("m4", run + "-d", "\"scores\":{\"7\":20}");
        eventually("stream:" + run, "no_target");
        eventually("stream:" + other, "no_target");

        Defined.team(run, other);

        eventually("stream:" + run, "suppressed");
        eventually("stream:" + other, "suppressed");
        eventually("org", "no_target");
    }

    @Test
    void whatAnotherDefinitionShowedHidesWhatItWouldTell() {
        Defined.team(run + "-b", run);
        Defined.team(run + "-c", run);
        Defined.kpi(kpi, SURVEY.replace("pooled", "none"));
        stewardSends("m1", "\"scores\":{\"7\":6}");
        stewardSends("m2", run + "-b", "\"scores\":{\"7\":3}");
        stewardSends("m3", run + "-c", "\"scores\":{\"7\":9}");
        eventually(team, "no_target");
        eventually(team + "-b", "suppressed");
        eventually(team + "-c", "no_target");

        Defined.kpi(kpi, SURVEY);

        eventually("stream:" + run, "suppressed");
        eventually("org", "suppressed");
        given().queryParam("kpi", kpi)
                .queryParam("scope", "org")
                .queryParam("period", "2026-01")
                .queryParam("asOf", Instant.now().toString())
                .get("/api/v1/status")
                .then()
                .statusCode(200)
                .body("items[0].status", equalTo("suppressed"));
    }

    /** Ways to tell that a team belonged elsewhere; what comes between must not hide it. */
    enum Retelling {
        RETIRED_AND_DEFINED_AGAIN,
        RETIRED_AND_IMPORTED,
        RETIRED_DEFINED_NOWHERE_RETIRED_AND_DEFINED_AGAIN,
        RETIRED_WITH_ITS_KPI_AND_IMPORTED_WITH_IT,
        STREAM_RETIRED_TOO
    }

    @ParameterizedTest
    @EnumSource
    void aTeamThatIsRetiredBetweenTellsNothingEither(Retelling how) {
        String other = run + "-t";
        twoStreams(other);
        Instant before = Instant.now();

        Defined.retire("/teams/" + run);
        switch (how) {
            case RETIRED_AND_DEFINED_AGAIN -> Defined.team(run, other);
            case RETIRED_AND_IMPORTED -> imported("\"teams\": [" + teamIn(other) + "]");
            case RETIRED_DEFINED_NOWHERE_RETIRED_AND_DEFINED_AGAIN -> {
                imported(
                        "\"teams\": [{\"key\": \""
                                + run
                                + "\", \"name\": \"T\", \"memberships\": []}]");
                Defined.retire("/teams/" + run);
                Defined.team(run, other);
            }
            case RETIRED_WITH_ITS_KPI_AND_IMPORTED_WITH_IT -> {
                Defined.retire("/kpis/" + kpi);
                imported(
                        "\"teams\": [%s], \"kpis\": [{\"key\": \"%s\", \"name\": {\"en\": \"K\"}, %s}]"
                                .formatted(teamIn(other), kpi, SURVEY));
            }
            case STREAM_RETIRED_TOO -> {
                Defined.retire("/value-streams/" + run);
                Defined.team(run, other);
                Defined.stream(run);
            }
        }

        eventually("stream:" + run, "suppressed");
        eventually("stream:" + other, "suppressed");
        eventually("org", "no_target");
        assertEquals("no_target", statusAsOf("stream:" + run, before));
        assertEquals("suppressed", statusAsOf("stream:" + run, Instant.now()));
    }

    @Test
    void aRollUpThatIsTakenAwayForgetsNoReorganisation() {
        String other = run + "-t";
        Defined.stream(other);
        Defined.team(run + "-a", run);
        Defined.team(run + "-b", other);
        stewardSends("m1", "\"scores\":{\"7\":3}");
        stewardSends("m2", run + "-a", "\"scores\":{\"7\":6}");
        stewardSends("m3", run + "-b", "\"scores\":{\"7\":20}");
        // The small team is alone beside it, so the larger one is hidden with it.
        eventually("stream:" + run, "no_target");
        eventually(team + "-a", "suppressed");

        Defined.team(run, other);
        Defined.kpi(kpi, SURVEY.replace("pooled", "none"));

        eventually(team, "suppressed");
        eventually(team + "-b", "no_target");
        assertEquals("suppressed", statusAsOf(team + "-a", Instant.now()));
    }

    @Test
    void aBaselineThatIsFrozenWithAReorganisationTellsNothing() {
        String other = run + "-t";
        twoStreams(other);

        imported(
                ("\"teams\": [%s], \"baselines\": [{\"kpi\": \"%s\", \"scope\": \"stream:%s\","
                                + " \"from\": \"2026-01-01\", \"to\": \"2026-02-01\","
                                + " \"locked\": true}]")
                        .formatted(teamIn(other), kpi, run));

        given().get("/api/v1/kpis/" + kpi + "/baselines/stream:" + run)
                .then()
                .statusCode(200)
                .body("locked", equalTo(true))
                .body("frozen.value", nullValue())
                .body("frozen.sums", anEmptyMap());
    }

    /** Two small teams and a large one in a stream, and a large one in the other. */
    private void twoStreams(String other) {
        Defined.stream(other);
        Defined.team(run + "-b", run);
        Defined.team(run + "-c", run);
        Defined.team(run + "-d", other);
        stewardSends("m1", "\"scores\":{\"7\":3}");
        stewardSends("m2", run + "-b", "\"scores\":{\"7\":3}");
        stewardSends("m3", run + "-c", "\"scores\":{\"7\":20}");
        stewardSends("m4", run + "-d", "\"scores\":{\"7\":20}");
        eventually("stream:" + run, "no_target");
        eventually("stream:" + other, "no_target");
    }

    private String teamIn(String stream) {
        return "{\"key\": \"%s\", \"name\": \"T\", \"memberships\": [{\"valueStream\": \"%s\", \"from\": \"2020-01-01\", \"to\": null}]}"
                .formatted(run, stream);
    }

    private static void imported(String lists) {
        given().contentType("application/json")
                .body("{" + lists + "}")
                .put("/api/v1/definitions")
                .then()
                .statusCode(200);
    }

    private String statusAsOf(String scope, Instant asOf) {
        return given().queryParam("kpi", kpi)
                .queryParam("scope", scope)
                .queryParam("period", "2026-01")
                .queryParam("asOf", asOf.toString())
                .get("/api/v1/status")
                .then()
                .statusCode(200)
                .extract()
                .path("items[0].status");
    }

    private void eventually(String scope, String status) {
        Awaitility.await(scope + " " + status)
                .atMost(SOON)
                .untilAsserted(() ->
                        given().queryParam("kpi", kpi)
                                .queryParam("scope", scope)
                                .queryParam("period", "2026-01")
                                .get("/api/v1/status")
                                .then()
                                .statusCode(200)
                                .body("items[0].status", equalTo(status)));
    }

    private void stewardSends(String id, String toTeam, String content) {
        given().contentType("application/json")
                .header("Prefer", "wait=20")
                .body(
                        item(id, content, "2026-01-17T12:00:00Z")
                                .replace("\"" + team + "\"", "\"team:" + toTeam + "\""))
                .post(DOOR)
                .then()
                .statusCode(200)
                .body("receipts[0].receipt", equalTo("counted"));
    }

    @Test
    void whatCannotBeReleasedIsSaid() {
        releasing("{\"kpi\":\"" + kpi + "\",\"scope\":\"team\",\"period\":\"soon\"}")
                .statusCode(422)
                .body("errors", hasSize(2));
        releasing("{\"kpi\":\"nobody\",\"scope\":\"org\",\"period\":\"2026-01\"}").statusCode(404);
        releasing("{\"kpi\":").statusCode(400);
    }

    @Test
    void onlyStewardsSeeSingleAnswers() {
        stewardSends("m1", "\"scores\":{\"7\":8}");
        given().contentType("application/json")
                .body(item("odd", "\"scores\":{\"77\":1}", "2026-01-17T12:00:00Z"))
                .post(DOOR)
                .then()
                .statusCode(422);
        String other = Client.key("status:read", "measurements:write");
        Defined.source("urn:" + run, "admin", actor(other));
        AdminCaller.become(other);

        given().queryParam("kpi", kpi).get(DOOR).then().statusCode(403);
        given().queryParam("limit", 1000)
                .get(DOOR)
                .then()
                .statusCode(200)
                .body("items.findAll { it.kpi == '" + kpi + "' }", empty());
        String nothing = one("never-sent").statusCode(404).extract().path("detail");
        one("m1").statusCode(404).body("detail", equalTo(nothing));
        given().queryParam("limit", 1000)
                .get(DOOR + "/rejected")
                .then()
                .body("items.find { it.id == '" + id("odd") + "' }.body", equalTo(""));
        release("2026-01").statusCode(403);
        given().contentType("application/json")
                .header("Prefer", "wait=20")
                .body(item("m2", "\"scores\":{\"9\":3}", "2026-01-17T12:00:00Z"))
                .post(DOOR)
                .then()
                .statusCode(202)
                .body("receipts[0].receipt", equalTo("held"))
                .body("receipts[0].code", equalTo("late_for_closed_period"))
                .body("receipts[0].detail", containsString("steward"));
    }

    @Test
    void whatOthersSentWaitingOrNotIsToldLikeWhatIsNotThere() {
        String sender = Client.key("status:read", "measurements:write");
        Defined.source("urn:" + run, actor(sender), "admin");
        String today = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.MILLIS).toString();
        UUID late = UUID.randomUUID();
        UUID intime = UUID.randomUUID();
        AdminCaller.become(sender);
        imports(late, item("m1", "\"scores\":{\"9\":3}", "2026-01-17T12:00:00Z"), "held");
        imports(intime, item("m2", "\"scores\":{\"9\":3}", today), "counted");

        one("m1").statusCode(200).body("receipt", equalTo("held"));
        one("m2").statusCode(403);
        given().get(DOOR + "/held?kpi=" + kpi).then().body("items.id", hasItem(id("m1")));
        for (UUID own : List.of(late, intime)) {
            given().get("/api/v1/imports/" + own).then().statusCode(200);
        }
        AdminCaller.become(Client.key("status:read", "measurements:write"));
        String nothing = one("never-sent").statusCode(404).extract().path("detail");
        for (String id : List.of("m1", "m2")) {
            one(id).statusCode(404).body("detail", equalTo(nothing));
        }
        given().get(DOOR + "/held?kpi=" + kpi).then().statusCode(200).body("items", empty());
        for (UUID others : List.of(late, intime)) {
            given().get("/api/v1/imports/" + others).then().statusCode(404);
            given().contentType("application/json")
                    .body("{\"reason\":\"r\"}")
                    .post("/api/v1/imports/" + others + "/retract")
                    .then()
                    .statusCode(404);
        }
    }

    private static void imports(UUID importId, String item, String receipt) {
        given().contentType("application/json")
                .header("Prefer", "wait=20")
                .header("Effekt-Import", importId)
                .body(item)
                .post(DOOR)
                .then()
                .body("receipts[0].receipt", equalTo(receipt));
    }

    private static String actor(String key) {
        return given().header("Authorization", "Bearer " + key)
                .get("/api/v1/me")
                .then()
                .extract()
                .path("actor");
    }

    private void stewardSends(String id, String content) {
        given().contentType("application/json")
                .header("Prefer", "wait=20")
                .body(item(id, content, "2026-01-17T12:00:00Z"))
                .post(DOOR)
                .then()
                .statusCode(200)
                .body("receipts[0].receipt", equalTo("counted"));
    }

    private void othersSend(String id, String content) throws Exception {
        othersSend(id, content, "2026-01-17T12:00:00Z");
    }

    private void othersSend(String id, String content, String observedAt) throws Exception {
        send(
                new ProducerRecord<>(
                        "effekt.measurements.v1",
                        (kpi + "|" + team).getBytes(UTF_8),
                        item(id, content, observedAt).getBytes(UTF_8)));
    }

    private ProducerRecord<byte[], byte[]> record(String id, String content) {
        return new ProducerRecord<>(
                "effekt.measurements.v1",
                (kpi + "|" + team).getBytes(UTF_8),
                item(id, content, "2026-01-17T12:00:00Z").getBytes(UTF_8));
    }

    private void send(ProducerRecord<byte[], byte[]> record) throws Exception {
        ByteArraySerializer bytes = new ByteArraySerializer();
        Object servers = kafka.clientConfig().get("bootstrap.servers");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", String.valueOf(servers), "acks", "all"),
                        bytes,
                        bytes)) {
            producer.send(record).get(30, TimeUnit.SECONDS);
        }
    }

    private ValidatableResponse release(String period) {
        return releasing(
                "{\"kpi\":\""
                        + kpi
                        + "\",\"scope\":\""
                        + team
                        + "\",\"period\":\""
                        + period
                        + "\",\"reason\":\"the survey was extended\"}");
    }

    private static ValidatableResponse releasing(String body) {
        return given().contentType("application/json")
                .body(body)
                .post(DOOR + "/held/release")
                .then();
    }

    private void held(String id) {
        became(id, "held");
    }

    private void counted(String id) {
        became(id, "counted");
    }

    private void became(String id, String receipt) {
        Awaitility.await(id)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> one(id).statusCode(200).body("receipt", equalTo(receipt)));
    }

    private ValidatableResponse one(String id) {
        return given().queryParam("source", "urn:" + run)
                .queryParam("id", id(id))
                .get(DOOR + "/one")
                .then();
    }

    private ValidatableResponse status(String period) {
        return given().queryParam("kpi", kpi)
                .queryParam("scope", team)
                .queryParam("period", period)
                .get("/api/v1/status")
                .then()
                .statusCode(200);
    }

    private void answers(String period, org.hamcrest.Matcher<?> expected) {
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> status(period).body("items[0].answers", expected));
    }

    private int answersAsOf(Instant moment) {
        return given().queryParam("kpi", kpi)
                .queryParam("scope", team)
                .queryParam("period", "2026-01")
                .queryParam("asOf", moment.toString())
                .get("/api/v1/status")
                .then()
                .statusCode(200)
                .extract()
                .path("items[0].answers");
    }

    private String item(String id, String content, String observedAt) {
        return "{\"id\":\""
                + id(id)
                + "\",\"source\":\"urn:"
                + run
                + "\",\"kpi\":\""
                + kpi
                + "\",\"scope\":\""
                + team
                + "\",\"observedAt\":\""
                + observedAt
                + "\","
                + content
                + "}";
    }

    private String id(String id) {
        return run + id;
    }
}
