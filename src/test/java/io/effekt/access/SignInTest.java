package io.effekt.access;

import static io.effekt.access.keys.KeysHttpTest.as;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.TestProvider;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class SignInTest {
    private final String subject = UUID.randomUUID().toString();
    private final String team = "si" + UUID.randomUUID().toString().substring(0, 8);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "viewer      | bi:read status:read",
                "contributor | bi:read status:read",
                "editor      | bi:read definitions:write status:read",
                "steward     | bi:read measurements:write status:read survey:steward",
                "auditor     | audit:read bi:read status:read"
            })
    void aRoleBringsItsRights(String role, String rights) {
        as(Token.of(subject, role).signed())
                .get("/api/v1/me")
                .then()
                .statusCode(200)
                .body("actor", startsWith("person:"))
                .body("everywhere", equalTo(true))
                .body("scopes", contains((Object[]) rights.split(" ", -1)));
    }

    @Test
    void anAdministratorMayEverythingEverywhere() {
        as(Token.of(subject, "admin").claim("effekt_teams", "[\"" + team + "\"]").signed())
                .get("/api/v1/me")
                .then()
                .body("scopes", hasItem("admin"))
                .body("everywhere", equalTo(true));
    }

    @Test
    void whoIsBoundToTeamsIsLimitedToThem() {
        Defined.stream("st" + team);
        Defined.team(team, "st" + team);
        Defined.kpi("k" + team, Defined.SUM);
        String token =
                Token.of(subject, "contributor", "viewer")
                        .claim("effekt_teams", "[\"" + team + "\"]")
                        .signed();

        as(token)
                .get("/api/v1/me")
                .then()
                .body("teams", contains(team))
                .body("scopes", hasItem("measurements:write"));
        post(token, team).statusCode(202);
        post(token, "other").statusCode(422).body("receipts[0].code", equalTo("not_permitted"));
    }

    private io.restassured.response.ValidatableResponse post(String token, String where) {
        return as(token)
                .contentType("application/json")
                .body(
                        "{\"id\": \"%s\", \"kpi\": \"k%s\", \"scope\": \"team:%s\", \"period\": \"2026-01\", \"value\": 1}"
                                .formatted(UUID.randomUUID(), team, where))
                .post("/api/v1/measurements")
                .then();
    }

    @Test
    void whatIsNoTeamBindsToNothing() {
        as(Token.of(subject, "viewer").claim("effekt_teams", "[\"*, org\"]").signed())
                .get("/api/v1/me")
                .then()
                .body("everywhere", equalTo(false))
                .body("teams", empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[17]", "17", "{\"a\": true}", "[null]", "null", "\"\""})
    void aClaimWithoutAnyTeamBindsToNothing(String teams) {
        as(Token.of(subject, "steward").claim("effekt_teams", teams).signed())
                .get("/api/v1/me")
                .then()
                .statusCode(200)
                .body("everywhere", equalTo(false))
                .body("teams", empty());
    }

    @Test
    void whoHasNoRoleIsKnownAndMayNothing() {
        String token = Token.of(subject, "cook").signed();

        as(token).get("/api/v1/me").then().statusCode(200).body("scopes", empty());
        as(token).get("/api/v1/status").then().statusCode(403);
    }

    @Test
    void theSamePersonIsTheSameActor() {
        assertEquals(actor(Token.of(subject, "viewer")), actor(Token.of(subject, "editor")));
    }

    private static String actor(Token token) {
        return as(token.signed()).get("/api/v1/me").then().extract().path("actor");
    }

    @Test
    void noForgedTokenIsTakenAndNobodyIsAskedAboutIt() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer attacker = listening(asked);
        String lure = "http://127.0.0.1:" + attacker.getAddress().getPort() + "/keys";
        try {
            String before = calls();
            for (Map.Entry<String, String> token : forged(lure).entrySet()) {
                int status = as(token.getValue()).get("/api/v1/status").statusCode();
                assertEquals(401, status, token.getKey());
            }
            assertEquals(0, asked.get(), "the attacker was asked for keys");
            // An unknown key may be a new one of the provider: it is asked once, and then not for
            // long.
            int more = Integer.parseInt(calls()) - Integer.parseInt(before);
            assertTrue(more <= 1, "the provider was asked " + more + " times");
            as(Token.of(subject, "viewer").signed()).get("/api/v1/status").then().statusCode(200);
            as(Token.of(subject, "viewer").signedBy("RS256"))
                    .get("/api/v1/status")
                    .then()
                    .statusCode(200);
        } finally {
            attacker.stop(0);
        }
    }

    private static String calls() {
        return System.getProperty(TestProvider.URL + ".calls", "0");
    }

    private Map<String, String> forged(String lure) throws Exception {
        PrivateKey stranger = stranger();
        byte[] published = Base64.getDecoder().decode(System.getProperty(TestProvider.PUBLIC_KEY));
        String pem =
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(published)
                        + "\n-----END PUBLIC KEY-----\n";
        long now = Instant.now().getEpochSecond();
        Map<String, String> forged = new LinkedHashMap<>();
        forged.put("alg none", good().header("alg", "\"none\"").unsigned());
        forged.put("alg nOnE", good().header("alg", "\"nOnE\"").unsigned());
        forged.put("no signature", good().unsigned());
        forged.put("HS256 with the key", good().header("alg", "\"HS256\"").withHmac(published));
        forged.put(
                "HS256 with the PEM",
                good().header("alg", "\"HS256\"").withHmac(pem.getBytes(StandardCharsets.UTF_8)));
        // The right key, by an algorithm that the provider did not give it for.
        for (String alg : List.of("PS256", "PS384", "PS512", "RS384", "RS512")) {
            forged.put(alg, good().signedBy(alg));
            forged.put(alg + " without kid", good().without("kid").signedBy(alg));
        }
        forged.put("another's signature", good().signed(stranger));
        forged.put("jku", good().header("jku", "\"" + lure + "\"").signed(stranger));
        forged.put("x5u", good().header("x5u", "\"" + lure + "\"").signed(stranger));
        forged.put(
                "jwk",
                good().header("jwk", "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}")
                        .signed(stranger));
        forged.put("kid as a path", good().header("kid", "\"../../dev/null\"").signed(stranger));
        forged.put("kid as SQL", good().header("kid", "\"' or 1=1 --\"").signed(stranger));
        forged.put("kid as a number", good().header("kid", "7").signed(stranger));
        forged.put("no kid", good().without("kid").signed(stranger));
        forged.put("crit", good().header("crit", "[\"x\"]").signed());
        forged.put("wrong issuer", good().claim("iss", "\"https://evil.example\"").signed());
        forged.put("no issuer", good().without("iss").signed());
        forged.put("wrong audience", good().claim("aud", "\"another\"").signed());
        forged.put("no audience", good().without("aud").signed());
        forged.put("expired", good().claim("exp", Long.toString(now - 3_600)).signed());
        forged.put("no expiry", good().without("exp").signed());
        forged.put("not yet", good().claim("nbf", Long.toString(now + 3_600)).signed());
        forged.put("no subject", good().without("sub").signed());
        forged.put("100 kB", good().claim("more", "\"" + "x".repeat(75_000) + "\"").signed());
        forged.put("nonsense", "a.b.c");
        forged.put("opaque", UUID.randomUUID().toString());
        return forged;
    }

    private Token good() {
        return Token.of(subject, "admin");
    }

    private static PrivateKey stranger() throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair().getPrivate();
    }

    private static HttpServer listening(AtomicInteger asked) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext(
                "/",
                exchange -> {
                    asked.incrementAndGet();
                    exchange.sendResponseHeaders(404, -1);
                    exchange.close();
                });
        server.start();
        return server;
    }
}
