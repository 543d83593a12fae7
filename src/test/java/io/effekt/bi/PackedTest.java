package io.effekt.bi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.access.Right;
import io.effekt.testing.Client;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers are packed for whom asks for it, and are the same bytes unpacked. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class PackedTest {
    private static final int WELL_PACKED = 5;
    private static String key = "";

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void client() {
        key = key.isEmpty() ? Client.key(Right.BI_READ) : key;
    }

    private HttpResponse<byte[]> send(String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .header("Authorization", "Bearer " + key);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/odata/v4",
                "/odata/v4/$metadata",
                "/odata/v4/$metadata?$format=json",
                "/odata/v4/Calendar?$top=5000",
                "/api/v1/bi",
                "/api/v1/bi/Calendar",
                "/api/v1/bi/Calendar?format=csv",
                "/api/v1/bi/Calendar?format=ndjson",
                "/api/v1/bi/Calendar?format=csv&limit=3000"
            })
    void whoAsksForItGetsItPacked(String path) throws Exception {
        HttpResponse<byte[]> plain = send("GET", path);
        assertEquals(200, plain.statusCode());
        assertEquals("", header(plain, "Content-Encoding"));
        HttpResponse<byte[]> packed = send("GET", path, "Accept-Encoding", "gzip, deflate, br");
        assertEquals("gzip", header(packed, "Content-Encoding"));
        assertTrue(header(packed, "Vary").endsWith("Accept-Encoding"), header(packed, "Vary"));
        assertEquals(header(packed, "Vary"), header(plain, "Vary"));
        assertEquals(header(plain, "Content-Type"), header(packed, "Content-Type"));
        assertArrayEquals(
                plain.body(),
                new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes());
        assertTrue(
                plain.body().length < 1_000
                        || packed.body().length * WELL_PACKED < plain.body().length,
                () -> packed.body().length + " of " + plain.body().length);
        for (String none : new String[] {"identity", "gzip;q=0"}) {
            HttpResponse<byte[]> refused = send("GET", path, "Accept-Encoding", none);
            assertEquals("", header(refused, "Content-Encoding"), none);
            assertArrayEquals(plain.body(), refused.body());
        }
    }

    @Test
    void aNumberIsNotWorthIt() throws Exception {
        HttpResponse<byte[]> count =
                send("GET", "/odata/v4/Calendar/$count", "Accept-Encoding", "gzip");
        assertEquals("", header(count, "Content-Encoding"));
        assertTrue(new String(count.body(), StandardCharsets.UTF_8).matches("\\d{4,5}"));
    }

    @Test
    void aTagIsTheSamePackedOrNot() throws Exception {
        for (String path : new String[] {"/odata/v4", "/odata/v4/$metadata"}) {
            String tag = header(send("GET", path), "ETag");
            HttpResponse<byte[]> packed = send("GET", path, "Accept-Encoding", "gzip");
            assertEquals(tag, header(packed, "ETag"), path);
            HttpResponse<byte[]> unchanged =
                    send("GET", path, "Accept-Encoding", "gzip", "If-None-Match", tag);
            assertEquals(304, unchanged.statusCode());
            assertEquals(0, unchanged.body().length);
            HttpResponse<byte[]> head = send("HEAD", path, "Accept-Encoding", "gzip");
            assertEquals(200, head.statusCode());
            assertEquals(tag, header(head, "ETag"), path);
            assertEquals(0, head.body().length);
        }
    }

    @Test
    void headSaysTheSameOfWhatIsStreamed() throws Exception {
        for (String path : new String[] {"/odata/v4/Calendar", "/api/v1/bi/Calendar?format=csv"}) {
            HttpResponse<byte[]> head = send("HEAD", path, "Accept-Encoding", "gzip");
            assertEquals(200, head.statusCode());
            assertEquals(header(send("GET", path), "Content-Type"), header(head, "Content-Type"));
            assertEquals(0, head.body().length);
        }
    }
}
