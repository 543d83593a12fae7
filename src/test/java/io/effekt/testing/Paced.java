package io.effekt.testing;

import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * What a client saw that sends at an even pace over some connections, whatever the answers do: a
 * time counts from the moment at which the request was due.
 *
 * @param sent requests
 * @param statuses answers, by status; 0 for none
 */
public record Paced(
        int sent, Map<Integer, Integer> statuses, Duration p50, Duration p99, Duration most) {
    private static final int CONNECTIONS = 32;

    /** Answers 200. */
    public int answered() {
        return answered(200);
    }

    public int answered(int status) {
        return statuses.getOrDefault(status, 0);
    }

    /** Asks who it is, so many times a second. */
    public static Paced get(String key, int aSecond, Duration lasting) throws Exception {
        return get("127.0.0.1", key, aSecond, lasting);
    }

    /** The same from another address of this machine. */
    public static Paced get(String from, String key, int aSecond, Duration lasting)
            throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + RestAssured.port + "/api/v1/me"))
                        .header("Authorization", "Bearer " + key)
                        .timeout(Duration.ofSeconds(30))
                        .build();
        ConcurrentHistogram times = new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(1), 3);
        Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
        long between = TimeUnit.SECONDS.toNanos(1) / aSecond;
        int sent = (int) (lasting.toNanos() / between);
        AtomicInteger next = new AtomicInteger();
        try (HttpClient http =
                        HttpClient.newBuilder()
                                .version(HttpClient.Version.HTTP_1_1)
                                .localAddress(InetAddress.getByName(from))
                                .build();
                ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            long start = System.nanoTime();
            for (int i = 0; i < CONNECTIONS; i++) {
                senders.execute(() -> {
                    for (int n = next.getAndIncrement(); n < sent; n = next.getAndIncrement()) {
                        long due = start + n * between;
                        sleepUntil(due);
                        int status = send(http, request);
                        times.recordValue((System.nanoTime() - due) / 1_000);
                        statuses.computeIfAbsent(status, s -> new AtomicInteger())
                                .incrementAndGet();
                    }
                });
            }
        }
        Map<Integer, Integer> counts = new TreeMap<>();
        statuses.forEach((status, count) -> counts.put(status, count.get()));
        return new Paced(
                sent,
                counts,
                Duration.ofNanos(times.getValueAtPercentile(50) * 1_000),
                Duration.ofNanos(times.getValueAtPercentile(99) * 1_000),
                Duration.ofNanos(times.getMaxValue() * 1_000));
    }

    private static void sleepUntil(long due) {
        try {
            long left = due - System.nanoTime();
            if (left > 0) {
                TimeUnit.NANOSECONDS.sleep(left);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int send(HttpClient http, HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
