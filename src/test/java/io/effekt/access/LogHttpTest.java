package io.effekt.access;

import static io.effekt.access.keys.KeysHttpTest.as;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.effekt.access.audit.LogVerification;
import io.effekt.eventstore.chain.SignedHeads;
import io.effekt.eventstore.chain.VerifyingKey;
import io.effekt.testing.AdminCaller;
import io.effekt.testing.Client;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.AbstractList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The signed head, and the verification against it, by HTTP. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class LogHttpTest {
    @BeforeEach
    void somethingIsDecided() {
        Defined.stream("s" + UUID.randomUUID().toString().substring(0, 8));
    }

    /** Like a stack that overflows in the middle of it: no exception, an error. */
    private static final List<SignedHeads> BROKEN =
            new AbstractList<>() {
                @Override
                public SignedHeads get(int index) {
                    throw new AssertionError("on purpose");
                }

                @Override
                public int size() {
                    return 1;
                }
            };

    @Inject LogVerification verification;

    @Test
    void oneThatEndsInAnErrorLeavesTheNextItsTurn() {
        LogVerification.Run broken = verification.start(BROKEN).orElseThrow();
        broken.await(Duration.ofSeconds(10));

        assertFalse(broken.isUnderWay());
        assertTrue(broken.found().isEmpty());
        given().contentType("application/json")
                .header("Prefer", "wait=60")
                .post("/api/v1/log/verify")
                .then()
                .statusCode(200);
    }

    private static String head() {
        return given().get("/api/v1/log/head").then().statusCode(200).extract().asString();
    }

    @Test
    void theHeadOfEveryPartitionIsSigned() throws IOException {
        given().get("/api/v1/log/head")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("heads.part", contains(-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11))
                .body("heads.recordedAt", everyItem(notNullValue()))
                .body("heads[0].seq", greaterThan(0))
                .body("heads[0].chainHash.length()", equalTo(64))
                .body("note", nullValue());
        JsonNode head = new ObjectMapper().readTree(head());
        VerifyingKey key = VerifyingKey.of(head.path("publicKey").asText());
        assertEquals(key.id(), head.path("keyId").asText());
        String signed = head.path("signed").asText();
        assertTrue(key.holds(signed, head.path("signature").asText()));
        assertFalse(key.holds(signed + " ", head.path("signature").asText()));
        JsonNode said = new ObjectMapper().readTree(signed);
        for (String field : java.util.List.of("store", "takenAt", "heads")) {
            assertEquals(head.path(field), said.path(field));
        }
    }

    @Test
    void thePrivateKeyIsItsOwnersAlone() throws IOException {
        Path file = AdminCaller.KEY_FILE.resolveSibling("log-signing.pem");
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    /** As docs/tamper-evidence.md says. */
    @Test
    void aPersonChecksTheSignatureWithOpenssl() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")));
        JsonNode head = new ObjectMapper().readTree(head());
        Path folder = TestServers.freshFolder("openssl");
        Files.writeString(folder.resolve("signed"), head.path("signed").asText());
        Files.writeString(folder.resolve("key.pem"), head.path("publicKey").asText());
        Files.write(
                folder.resolve("signature"),
                Base64.getDecoder().decode(head.path("signature").asText()));
        assertEquals(0, openssl(folder));
        Files.writeString(folder.resolve("signed"), head.path("signed").asText() + " ");
        assertEquals(1, openssl(folder));
    }

    private static int openssl(Path folder) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        "/usr/bin/openssl",
                        "pkeyutl",
                        "-verify",
                        "-pubin",
                        "-inkey",
                        "key.pem",
                        "-rawin",
                        "-in",
                        "signed",
                        "-sigfile",
                        "signature")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start()
                .waitFor();
    }

    @Test
    void theLogIsVerifiedAgainstSavedHeads() {
        String before = head();
        Defined.stream("s" + UUID.randomUUID().toString().substring(0, 8));
        for (String heads : java.util.List.of(before, "[" + before + "," + head() + "]")) {
            given().contentType("application/json")
                    .header("Prefer", "wait=60")
                    .body("{\"heads\": " + heads + "}")
                    .post("/api/v1/log/verify")
                    .then()
                    .statusCode(200)
                    .body("state", equalTo("done"))
                    .body("verified", equalTo(true))
                    .body("partitions.firstBad", everyItem(nullValue()))
                    .body("partitions[0].upTo", greaterThan(0))
                    .body("saved.problem", everyItem(nullValue()));
        }
    }

    @Test
    void savedHeadsThatWereChangedProveNothing() {
        String changed = head().replace("\\\"epoch\\\":", "\\\"epoch\\\":1");
        given().contentType("application/json")
                .header("Prefer", "wait=60")
                .body("{\"heads\": " + changed + "}")
                .post("/api/v1/log/verify")
                .then()
                .statusCode(200)
                .body("verified", equalTo(false))
                .body("saved[0].problem", containsString("signature"));
    }

    @Test
    void aStoreThatHasLostItsIdsIsSaidToBeChanged() throws SQLException {
        TestServers.asSuperuser(
                "create table untouched_ids as table effekt.store_identity;"
                        + " delete from effekt.store_identity");
        try {
            given().get("/api/v1/log/head")
                    .then()
                    .statusCode(503)
                    .body("code", equalTo("store-without-id"));
            verified(false).body("partitions[0].firstBad", notNullValue());
        } finally {
            TestServers.asSuperuser(
                    "insert into effekt.store_identity overriding system value"
                            + " select * from untouched_ids order by number;"
                            + " drop table untouched_ids");
        }
        verified(true);
    }

    private static ValidatableResponse verified(boolean verified) {
        return given().contentType("application/json")
                .header("Prefer", "wait=60")
                .post("/api/v1/log/verify")
                .then()
                .statusCode(200)
                .body("verified", equalTo(verified));
    }

    @Test
    void aLongVerificationIsReadWhereItIs() {
        String place =
                given().contentType("application/json")
                        .header("Prefer", "wait=0")
                        .post("/api/v1/log/verify")
                        .then()
                        .statusCode(202)
                        .body("state", equalTo("running"))
                        .body("verified", nullValue())
                        .extract()
                        .header("Location");
        org.awaitility.Awaitility.await()
                .untilAsserted(() ->
                        given().get(place)
                                .then()
                                .statusCode(200)
                                .body("state", equalTo("done"))
                                .body("verified", equalTo(true)));
        given().get("/api/v1/log/verify/" + UUID.randomUUID()).then().statusCode(404);
        given().get("/api/v1/log/verify/x").then().statusCode(404);
    }

    @Test
    void whatIsNoSavedHeadIsRefusedWithItsPlace() {
        String[] bodies = {
            "{\"heads\": 1}",
            "{\"heads\": [{}]}",
            "[]",
            "{\"head\": {}}",
            "{\"heads\": {\"signed\": 5}}"
        };
        for (String body : bodies) {
            given().contentType("application/json")
                    .body(body)
                    .post("/api/v1/log/verify")
                    .then()
                    .statusCode(422)
                    .body("code", equalTo("invalid-heads"));
        }
        given().contentType("application/json")
                .body("{")
                .post("/api/v1/log/verify")
                .then()
                .statusCode(400);
    }

    @Test
    void onlyAuditorsOfEverythingAsk() {
        String team = "t" + UUID.randomUUID().toString().substring(0, 8);
        Defined.stream(team);
        Defined.team(team, team);
        String limited = Client.limited("\"teams\": [\"" + team + "\"]", Right.AUDIT_READ);
        String reader = Client.key(Right.STATUS_READ);
        for (String key : new String[] {limited, reader}) {
            as(key).get("/api/v1/log/head").then().statusCode(403);
            as(key).contentType("application/json")
                    .post("/api/v1/log/verify")
                    .then()
                    .statusCode(403);
            as(key).get("/api/v1/log/verify/" + UUID.randomUUID()).then().statusCode(403);
        }
        as(Client.key(Right.AUDIT_READ)).get("/api/v1/log/head").then().statusCode(200);
    }
}
