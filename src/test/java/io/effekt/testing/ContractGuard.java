package io.effekt.testing;

import io.quarkus.test.junit.callback.QuarkusTestAfterEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.RestAssured;
import io.restassured.config.RestAssuredConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.http.Header;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.client.HttpClient;
import org.apache.http.entity.BufferedHttpEntity;
import org.apache.http.impl.client.DefaultHttpClient;
import org.apache.http.protocol.HttpContext;
import org.apache.http.protocol.HttpCoreContext;
import org.jspecify.annotations.Nullable;

/**
 * Holds every answer that a test gets over HTTP against the contract, and fails the test on the
 * first difference. No test has to ask for it: RestAssured's client has it built in, whatever
 * filters a request has; {@link Wire} and others hand their answers in by {@link #hold}.
 */
public final class ContractGuard
        implements QuarkusTestBeforeEachCallback, QuarkusTestAfterEachCallback {
    /** A file that all differences go into, and none fails its test: to see what is to be done. */
    private static final @Nullable String COLLECTED = System.getProperty("contract.collect");

    // Callbacks and tests are loaded by different class loaders: both know system properties.
    private static final String HELD = "effekt.contract.held";
    private static final String FOUND = "effekt.contract.found";

    @Override
    public void beforeEach(QuarkusTestMethodContext context) {
        RestAssured.config = guarded(RestAssured.config());
    }

    /** The same configuration, for a client whose answers are held against the contract. */
    static RestAssuredConfig guarded(RestAssuredConfig config) {
        return config.httpClient(
                config.getHttpClientConfig().httpClientFactory(ContractGuard::client));
    }

    /** A difference that was seen on a thread whose end nobody looked at fails the test as well. */
    @Override
    public void afterEach(QuarkusTestMethodContext context) {
        String found = System.clearProperty(FOUND);
        if (found != null) {
            throw new AssertionError(found);
        }
    }

    /** How many answers were held against the contract. */
    public static long held() {
        return Long.getLong(HELD, 0);
    }

    /** Fails when the contract does not say this answer. */
    public static void hold(Answered answered) {
        System.getProperties()
                .merge(HELD, "1", (before, one) -> "" + (Long.parseLong((String) before) + 1));
        if (Boolean.getBoolean("openapi.write")) {
            return;
        }
        answered.difference(Contract.committed())
                .ifPresent(difference -> {
                    if (COLLECTED != null) {
                        collect(difference);
                        return;
                    }
                    System.getProperties().putIfAbsent(FOUND, difference);
                    throw new AssertionError(difference);
                });
    }

    private static synchronized void collect(String difference) {
        try {
            Files.writeString(
                    Path.of(COLLECTED),
                    difference + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // RestAssured asks for a client of this kind.
    @SuppressWarnings("deprecation")
    private static HttpClient client() {
        DefaultHttpClient client = new DefaultHttpClient();
        client.addResponseInterceptor(ContractGuard::look);
        return client;
    }

    private static void look(HttpResponse response, HttpContext context) throws IOException {
        byte[] body = new byte[0];
        if (response.getEntity() != null) {
            response.setEntity(new BufferedHttpEntity(response.getEntity()));
            body = response.getEntity().getContent().readAllBytes();
            Header coding = response.getEntity().getContentEncoding();
            if (coding != null && coding.getValue().equalsIgnoreCase("gzip") && body.length > 0) {
                body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
            }
        }
        HttpRequest request = (HttpRequest) context.getAttribute(HttpCoreContext.HTTP_REQUEST);
        hold(
                new Answered(
                        request.getRequestLine().getMethod(),
                        request.getRequestLine().getUri(),
                        names(request.getAllHeaders()),
                        response.getStatusLine().getStatusCode(),
                        Stream.of(response.getAllHeaders())
                                .map(header -> header.getName() + ": " + header.getValue())
                                .collect(Collectors.joining("\r\n")),
                        body));
    }

    private static Set<String> names(Header[] headers) {
        Set<String> names = new TreeSet<>();
        for (Header header : headers) {
            names.add(header.getName().toLowerCase(Locale.ROOT));
        }
        return names;
    }
}
