package io.effekt.contract;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.testing.Answered;
import io.effekt.testing.Contract;
import io.effekt.testing.ContractGuard;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.RestAssuredConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The guard that holds every answer against the contract finds what it is there to find. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class ContractGuardTest {
    private static final String HEAD =
            "Content-Type: application/json\r\nX-Request-Id: x\r\nETag: \"1\"";
    private static final String ROW =
            "{\"kpi\":\"k\",\"kpiName\":\"K\",\"scope\":\"org\",\"scopeName\":\"O\",\"valueStream\":null,"
                    + "\"period\":\"2026-01\",\"due\":\"2026-02-05\",\"overdue\":true,"
                    + "\"reportedBefore\":false,\"lastReport\":null}";

    private static Answered missing(int status, String head, String body) {
        return answered("GET", "/api/v1/status/missing", status, head, body);
    }

    private static Answered answered(
            String method, String target, int status, String head, String body) {
        return new Answered(
                method, target, Set.of(), status, head, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String page(String rows) {
        return "{\"items\":[" + rows + "],\"next\":null}";
    }

    @Test
    void anAnswerThatTheContractSaysIsTaken() {
        assertEquals(
                "none",
                missing(200, HEAD, page(ROW)).difference(Contract.committed()).orElse("none"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a null where none may be     | \"scope\":\"org\" | \"scope\":null    | /items/0/scope",
                "a field that is not there    | \"overdue\":true,  |                   | 'overdue' not found",
                "a field that nobody knows    | \"overdue\":true   | \"overdue\":true,\"by\":1 | 'by' is not defined",
                "another type                 | \"overdue\":true   | \"overdue\":\"yes\"  | /items/0/overdue",
                "a day that is none           | \"2026-02-05\"     | \"5.2.2026\"      | /items/0/due",
                "an object in place of a list | \"next\":null      | \"next\":{}       | /next"
            })
    void aBodyThatTheContractDoesNotSayIsFound(String what, String from, String to, String found) {
        String body = page(ROW).replace(from, to == null ? "" : to);
        String difference =
                missing(200, HEAD, body).difference(Contract.committed()).orElse("none");
        assertTrue(difference.contains(found), () -> what + ": " + difference);
    }

    @Test
    void aFaultBehindALongListIsFound() {
        String rows = (ROW + ",").repeat(5_000) + ROW.replace("\"K\"", "null");
        String difference =
                missing(200, HEAD, page(rows)).difference(Contract.committed()).orElse("none");
        assertTrue(difference.contains("kpiName"), difference);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /api/v1/status/missing  | 418 | Content-Type: application/json | this status",
                "GET    | /api/v1/status/missing  | 200 | Content-Type: text/html        | text/html",
                "GET    | /api/v1/status/missing?by=me | 200 | Content-Type: application/json | 'by'",
                "GET    | /api/v1/status/missing  | 503 | Content-Type: application/problem+json | Retry-After",
                "GET    | /api/v1/me              | 200 | Effekt-Import: 1               | Effekt-Import",
                "POST   | /api/v1/measurements    | 202 | Content-Type: application/json | Effekt-Import",
                "GET    | /api/v1/nowhere         | 404 | Content-Type: application/problem+json | title",
                "DELETE | /api/v1/teams/a         | 202 | Retry-After: 1                 | Location"
            })
    void aStatusTypeHeaderOrParameterThatTheContractDoesNotSayIsFound(
            String method, String target, int status, String head, String found) {
        String difference =
                answered(method, target, status, head, "{}")
                        .difference(Contract.committed())
                        .orElse("none");
        assertTrue(difference.contains(found), difference);
    }

    @Test
    void aContractThatForgetsANullIsFound() throws IOException {
        String yaml = Files.readString(Path.of("openapi", "openapi.yaml"));
        String nullable =
                "        next:\n          type:\n          - string\n          - \"null\"\n";
        assertTrue(yaml.contains(nullable), "no page says that its 'next' may be null");
        Contract mutated =
                new Contract(yaml.replace(nullable, "        next:\n          type: string\n"));
        String difference = missing(200, HEAD, page(ROW)).difference(mutated).orElse("none");
        assertTrue(difference.contains("/next"), difference);
    }

    @Test
    void everyClientOfTheTestsIsHeld() {
        long before = ContractGuard.held();
        given().get("/api/v1/me").then().statusCode(200);
        given().noFilters().get("/api/v1/me").then().statusCode(401);
        given().config(RestAssuredConfig.config()).get("/api/v1/me").then().statusCode(200);
        Wire.toApplication().send(Wire.head("GET", "/api/v1/me", null), new byte[0]);
        assertEquals(before + 4, ContractGuard.held());
    }
}
