package io.effekt.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Loads a set by OData from the first page to the last, as a tool does. Usage: {@code PageDriver
 * ADDRESS}; says the pages, the bytes and the seconds.
 */
public final class PageDriver {
    private static final Pattern NEXT = Pattern.compile("\"@odata.nextLink\":\"([^\"]+)\"");
    private static final int TAIL = 16_384;

    private PageDriver() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        String next = arguments[0];
        long bytes = 0;
        int pages = 0;
        long began = System.nanoTime();
        while (next != null) {
            HttpResponse<byte[]> page =
                    http.send(
                            HttpRequest.newBuilder(URI.create(next))
                                    .header(
                                            "Authorization",
                                            "Bearer " + System.getenv("EFFEKT_KEY"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            byte[] body = page.body();
            if (page.statusCode() != 200) {
                throw new IOException(new String(body, StandardCharsets.UTF_8));
            }
            bytes += body.length;
            pages++;
            int from = Math.max(0, body.length - TAIL);
            String tail = new String(body, from, body.length - from, StandardCharsets.UTF_8);
            Matcher link = NEXT.matcher(tail);
            next = link.find() ? link.group(1) : null;
        }
        System.out.printf(
                "%.2f s, %d pages, %d bytes%n", (System.nanoTime() - began) / 1e9, pages, bytes);
    }
}
