package io.effekt.testing;

import io.quarkus.test.junit.callback.QuarkusTestAfterEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestBeforeTestExecutionCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.RestAssured;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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
import org.apache.http.params.HttpParams;
import org.apache.http.protocol.HttpContext;
import org.apache.http.protocol.HttpCoreContext;

/**
 * Holds every answer that a test gets over HTTP against the contract; the first difference fails
 * the test. No test has to ask for it: {@link AdminCaller}, {@link Wire} and others hand their
 * answers in. What a test asks as nobody, without filters, is seen by RestAssured's client.
 */
public final class ContractGuard
        implements QuarkusTestBeforeTestExecutionCallback, QuarkusTestAfterEachCallback {
    // Callbacks and tests are loaded by different class loaders: both know system properties.
    private static final String HELD = "effekt.contract.held";
    private static final String FOUND = "effekt.contract.found";

    @SuppressWarnings("deprecation")
    private static final HttpParams DEFAULTS = new DefaultHttpClient().getParams();

    /**
     * Quarkus makes the configuration again before each test, so this comes after it. It would have
     * each answer printed neatly, for the case that something in it is wrong.
     */
    @Override
    public void beforeTestExecution(QuarkusTestMethodContext context) {
        RestAssuredConfig config = RestAssured.config();
        RestAssured.config =
                config.httpClient(
                                config.getHttpClientConfig()
                                        .httpClientFactory(ContractGuard::client))
                        .logConfig(config.getLogConfig().enablePrettyPrinting(false));
    }

    /** The answer to a request of RestAssured, once it is held against the contract. */
    static Response held(FilterableRequestSpecification request, Response answer) {
        hold(
                new Answered(
                        request.getMethod(),
                        request.getURI(),
                        request.getHeaders().asList().stream()
                                .map(header -> header.getName().toLowerCase(Locale.ROOT))
                                .collect(Collectors.toCollection(TreeSet::new)),
                        answer.statusCode(),
                        answer.headers().asList().stream()
                                .map(header -> header.getName() + ": " + header.getValue())
                                .collect(Collectors.joining("\r\n")),
                        answer.asByteArray()));
        return answer;
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
                    System.getProperties().putIfAbsent(FOUND, difference);
                    throw new AssertionError(difference);
                });
    }

    // RestAssured asks for a client of this kind, which would look up its defaults each time.
    @SuppressWarnings("deprecation")
    private static HttpClient client() {
        DefaultHttpClient client = new DefaultHttpClient(DEFAULTS.copy());
        client.addResponseInterceptor(ContractGuard::look);
        return client;
    }

    private static void look(HttpResponse response, HttpContext context) throws IOException {
        HttpRequest request = (HttpRequest) context.getAttribute(HttpCoreContext.HTTP_REQUEST);
        if (request.containsHeader("Authorization")) {
            return;
        }
        byte[] body = new byte[0];
        if (response.getEntity() != null) {
            response.setEntity(new BufferedHttpEntity(response.getEntity()));
            body = response.getEntity().getContent().readAllBytes();
            Header coding = response.getEntity().getContentEncoding();
            if (coding != null && coding.getValue().equalsIgnoreCase("gzip") && body.length > 0) {
                body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
            }
        }
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
