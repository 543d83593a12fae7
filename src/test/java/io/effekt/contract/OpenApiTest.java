package io.effekt.contract;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.openapitools.openapidiff.core.OpenApiCompare;

/**
 * The committed contract is the one that the service gives, and breaks no earlier client. After a
 * change of the API, {@code ./mvnw test -Dtest=OpenApiTest -Dopenapi.write=true} writes it again.
 */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class OpenApiTest {
    private static final Path COMMITTED = Path.of("openapi", "openapi.yaml");
    private static final Path RELEASED = Path.of("openapi", "released.yaml");

    @Test
    void committedContractIsTheOneThatTheServiceGives() throws IOException {
        String served =
                given().accept("application/yaml")
                        .get("/q/openapi")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString();
        if (Boolean.getBoolean("openapi.write")) {
            Files.writeString(COMMITTED, served);
        }
        assertEquals(
                served,
                Files.readString(COMMITTED),
                "openapi/openapi.yaml is not what the service gives; write it with"
                        + " -Dopenapi.write=true and look at the difference");
    }

    @Test
    void committedContractBreaksNoEarlierClient() {
        var diff = OpenApiCompare.fromFiles(RELEASED.toFile(), COMMITTED.toFile());
        assertTrue(
                diff.isCompatible(),
                () ->
                        "breaks clients at "
                                + diff.getChangedOperations().stream()
                                        .filter(operation -> !operation.isCompatible())
                                        .map(operation ->
                                                operation.getHttpMethod()
                                                        + " "
                                                        + operation.getPathUrl())
                                        .toList());
    }

    @Test
    void aContractWithoutAnOperationThatClientsUseIsFound() throws IOException {
        String released = Files.readString(RELEASED);
        String without = released.replace("  /api/v1/status:", "  /api/v1/status-no-more:");
        assertFalse(
                OpenApiCompare.fromContents(released, without).isCompatible(),
                "a removed operation was not noticed");
    }
}
