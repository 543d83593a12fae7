package io.effekt.app;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.effekt.testing.Client;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Paced;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(Exposed.class)
@QuarkusTestResource(EffektTestResource.class)
class ExposedTest {
    /** An address of this machine that is not loopback: who calls it comes from it too. */
    private static Optional<String> elsewhere() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst();
    }

    private static RequestSpecification fromElsewhere(String key) throws SocketException {
        assumeTrue(elsewhere().isPresent(), "this machine has no address but loopback");
        RequestSpecification caller =
                given().noFilters().baseUri("http://" + elsewhere().get()).port(RestAssured.port);
        return key.isEmpty() ? caller : caller.header("Authorization", "Bearer " + key);
    }

    @Test
    void aProbeFromElsewhereSeesUpOrDownAndNoReason() throws SocketException {
        for (String path : new String[] {"", "/live", "/ready", "/started"}) {
            String answer =
                    fromElsewhere("")
                            .get("/q/health" + path)
                            .then()
                            .statusCode(200)
                            .extract()
                            .asString();
            assertEquals("{\"status\": \"UP\"}", answer);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/q/metrics",
                "/q/openapi",
                "/q/openapi?format=json",
                "/q/arc/beans",
                "/q/nothing",
                "/q",
                "/q/./metrics",
                "//q/metrics",
                "/q//metrics",
                "/%71/metrics",
                "/x/../q/metrics",
                "/q/metrics/",
                "/q/%6detrics"
            })
    void nothingElseIsForStrangers(String path) throws SocketException {
        int status = fromElsewhere("").urlEncodingEnabled(false).get(path).statusCode();
        assertTrue(status == 401 || status == 404, path + " " + status);
    }

    @Test
    void whoIsKnownReadsTheDescriptionAndAnAuditorTheRest() throws SocketException {
        String reader = Client.key("status:read");
        String auditor = Client.key("audit:read");

        fromElsewhere(reader).get("/q/openapi").then().statusCode(200);
        refused(fromElsewhere("effekt_wrong").get("/q/metrics").then(), 401, "not-authenticated");
        refused(fromElsewhere("no.good.token").get("/q/openapi").then(), 401, "not-authenticated");
        refused(fromElsewhere(reader).get("/q/metrics").then(), 403, "not-permitted");
        refused(fromElsewhere("").get("/q/metrics").then(), 401, "not-authenticated");
        fromElsewhere(auditor)
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("effekt_"));
        fromElsewhere(auditor)
                .get("/q/health/ready")
                .then()
                .statusCode(200)
                .body(containsString("checks"));
        fromElsewhere(reader)
                .get("/q/health/ready")
                .then()
                .statusCode(200)
                .body(not(containsString("checks")));
    }

    private static void refused(ValidatableResponse answer, int status, String code) {
        answer.statusCode(status)
                .contentType("application/problem+json")
                .body("code", equalTo(code));
    }

    @Test
    void theMachineItselfSeesEverything() {
        given().noFilters().get("/q/metrics").then().statusCode(200);
        given().noFilters().get("/q/health").then().body(containsString("checks"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"})
    void whatAProxyHerePassesOnIsFromElsewhere(String header) {
        given().noFilters().header(header, "127.0.0.1").get("/q/metrics").then().statusCode(401);
        given().noFilters()
                .header(header, "for=127.0.0.1")
                .get("/q/health")
                .then()
                .body(not(containsString("checks")));
    }

    @Test
    void pagesOfTheOriginThatIsNamedAreLetIn() {
        given().noFilters()
                .header("Origin", Exposed.ORIGIN)
                .header("Access-Control-Request-Method", "PUT")
                .header("Access-Control-Request-Headers", "authorization,if-match")
                .options("/api/v1/kpis/x")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", Exposed.ORIGIN)
                .header("Access-Control-Allow-Methods", containsString("PUT"))
                .header("X-Content-Type-Options", "nosniff");
        given().header("Origin", Exposed.ORIGIN)
                .get("/api/v1/status")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", Exposed.ORIGIN)
                .header("Access-Control-Allow-Credentials", not("true"))
                .header("Access-Control-Expose-Headers", containsString("RateLimit"));
    }

    @Test
    void pagesOfAnyOtherOriginAreNot() {
        for (String origin :
                new String[] {"https://evil.example", "null", Exposed.ORIGIN + ".evil.example"}) {
            given().header("Origin", origin)
                    .get("/api/v1/status")
                    .then()
                    .statusCode(403)
                    .header("Access-Control-Allow-Origin", nullValue())
                    .contentType("application/problem+json")
                    .body("code", equalTo("origin-not-allowed"));
        }
        given().header("Origin", "http://localhost:" + RestAssured.port)
                .get("/api/v1/status")
                .then()
                .statusCode(200);
        given().header("Host", "localhost")
                .header("Origin", "http://localhost:80")
                .get("/api/v1/status")
                .then()
                .statusCode(200);
    }

    @Test
    void whoGuessesKeysIsRefusedByAddress() throws Exception {
        String guess = "effekt_00000000_00000000000000000000000000000000000000";
        Paced guesses = Paced.get("127.0.0.9", guess, 200, Duration.ofSeconds(3));

        assertEquals(guesses.sent(), guesses.answered(401) + guesses.answered(429));
        assertTrue(guesses.answered(401) >= Exposed.STRANGERS, guesses::toString);
        assertTrue(guesses.answered(429) > 200, guesses::toString);
        Paced known = Paced.get("127.0.0.9", Client.key("status:read"), 20, Duration.ofSeconds(1));
        assertEquals(20, known.answered(), "a key at the same address");
        given().noFilters().get("/api/v1/me").then().statusCode(401);
    }

    @Test
    void transportSecurityIsSaidWhereItIsConfigured() {
        given().get("/api/v1/me").then().header("Strict-Transport-Security", "max-age=60");
        given().get("/nothing").then().header("Strict-Transport-Security", "max-age=60");
    }
}
