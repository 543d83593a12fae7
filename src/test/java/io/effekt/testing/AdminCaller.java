package io.effekt.testing;

import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets every request of a test come from the administrator, unless it says itself who it is from;
 * {@code given().noFilters()} is from nobody.
 */
public final class AdminCaller implements QuarkusTestBeforeEachCallback {
    /** Where services under test of this process have, or make, the administrator's key. */
    public static final Path KEY_FILE =
            Path.of(
                    "target",
                    "test-services",
                    Long.toString(ProcessHandle.current().pid()),
                    "admin.key");

    /** The key itself, once a service has started. */
    public static String key() {
        try {
            return Files.readString(KEY_FILE).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on, until the test ends, requests come from another client. */
    public static void become(String key) {
        RestAssured.replaceFiltersWith(List.of(new From(key)));
    }

    @Override
    public void beforeEach(QuarkusTestMethodContext context) {
        RestAssured.replaceFiltersWith(List.of(new From(null)));
    }

    private record From(@Nullable String client) implements Filter {
        @Override
        public Response filter(
                FilterableRequestSpecification request,
                FilterableResponseSpecification response,
                FilterContext context) {
            if (!request.getHeaders().hasHeaderWithName("Authorization")) {
                request.header("Authorization", "Bearer " + (client == null ? key() : client));
            }
            if (Set.of("PUT", "DELETE").contains(request.getMethod())
                    && !request.getHeaders().hasHeaderWithName("Prefer")) {
                // The KPIs of all tests follow from a team: a busy machine may need its time.
                request.header("Prefer", "wait=60");
            }
            return ContractGuard.held(request, context.next(request, response));
        }
    }
}
