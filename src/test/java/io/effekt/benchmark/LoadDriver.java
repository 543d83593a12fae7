package io.effekt.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures a running service from HTTP to counted: 200 teams in 20 streams, 50 KPIs (30 number, 15
 * ratio, 5 scores), 10,000 series over 24 months, batches of 500 as JSON on 4 connections. Usage:
 * {@code LoadDriver URL ITEMS PID}; PID is the service's, whose CPU and that of its children is
 * read from /proc. Made of a seed, which is printed.
 */
public final class LoadDriver {
    private static final int BATCH = 500;
    private static final int CONNECTIONS = 4;
    private static final int TEAMS = 200;
    private static final int KPIS = 50;
    private static final long SEED = 20260101;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;

    private LoadDriver(String url) {
        this.url = url;
    }

    public static void main(String[] arguments) throws Exception {
        LoadDriver driver = new LoadDriver(arguments[0]);
        int items = Integer.parseInt(arguments[1]);
        long pid = Long.parseLong(arguments[2]);
        System.out.printf(
                "seed=%d items=%d batch=%d connections=%d%n", SEED, items, BATCH, CONNECTIONS);
        driver.define();
        long before = driver.counted();
        long cpuBefore = cpuMillis(pid);
        long began = System.nanoTime();
        driver.post(items);
        double posted = (System.nanoTime() - began) / 1e9;
        while (driver.counted() - before < items) {
            Thread.sleep(20);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        long cpu = cpuMillis(pid) - cpuBefore;
        System.out.printf(
                "accepted in %.2f s (%.0f/s); counted in %.2f s (%.0f/s); cpu of service, broker and"
                        + " database %.1f s (%.1f µs each)%n",
                posted, items / posted, seconds, items / seconds, cpu / 1e3, cpu * 1e3 / items);
    }

    private void define() throws IOException, InterruptedException {
        for (int s = 0; s < 20; s++) {
            put("/value-streams/bench-s" + s, "{\"name\":\"Stream " + s + "\"}");
        }
        for (int t = 0; t < TEAMS; t++) {
            put(
                    "/teams/bench-t" + t,
                    "{\"name\":\"Team "
                            + t
                            + "\",\"memberships\":[{\"valueStream\":\"bench-s"
                            + t % 20
                            + "\",\"from\":\"2024-01-01\"}]}");
        }
        for (int k = 0; k < KPIS; k++) {
            String shape =
                    switch (shape(k)) {
                        case 0 -> "\"shape\":\"number\",\"aggregation\":\"sum\",\"rollUp\":\"sum\"";
                        case 1 ->
                                "\"shape\":\"ratio\",\"aggregation\":\"pooled\",\"rollUp\":\"pooled\"";
                        default ->
                                "\"shape\":\"scores\",\"aggregation\":\"enps\",\"rollUp\":\"pooled\"";
                    };
            put(
                    "/kpis/bench-k" + k,
                    "{\"name\":{\"en\":\"KPI "
                            + k
                            + "\"},\"unit\":\"%\","
                            + shape
                            + ",\"direction\":\"up\",\"period\":\"month\"}");
            put(
                    "/kpis/bench-k" + k + "/targets/org",
                    "{\"targets\":[{\"from\":\"2024-01-01\",\"comparator\":\"gte\",\"value\":50,"
                            + "\"warning\":40}]}");
        }
    }

    private static int shape(int kpi) {
        return kpi < 30 ? 0 : kpi < 45 ? 1 : 2;
    }

    private void post(int items) throws InterruptedException, ExecutionException {
        AtomicInteger next = new AtomicInteger();
        String run = Long.toString(System.nanoTime(), 36);
        try (ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Future<?>> done = new ArrayList<>();
            for (int c = 0; c < CONNECTIONS; c++) {
                done.add(
                        connections.submit(() -> {
                            int from;
                            while ((from = next.getAndAdd(BATCH)) < items) {
                                batch(run, from, Math.min(items, from + BATCH));
                            }
                            return null;
                        }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        }
    }

    private void batch(String run, int from, int to) throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(SEED + from);
        LocalDate first = LocalDate.now(ZoneOffset.UTC).minusMonths(24);
        StringBuilder body = new StringBuilder(BATCH * 170).append('[');
        for (int i = from; i < to; i++) {
            int kpi = random.nextInt(KPIS);
            Instant at =
                    first.plusDays(random.nextInt(725))
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                            .plusSeconds(random.nextInt(86_400));
            body.append(i == from ? "" : ",")
                    .append("{\"id\":\"")
                    .append(run)
                    .append('-')
                    .append(i)
                    .append("\",\"source\":\"bench\",\"kpi\":\"bench-k")
                    .append(kpi)
                    .append("\",\"scope\":\"team:bench-t")
                    .append(random.nextInt(TEAMS))
                    .append("\",\"observedAt\":\"")
                    .append(at)
                    .append("\",");
            switch (shape(kpi)) {
                case 0 -> body.append("\"value\":").append(random.nextInt(10_000)).append(".25");
                case 1 ->
                        body.append("\"numerator\":")
                                .append(random.nextInt(50))
                                .append(",\"denominator\":")
                                .append(50 + random.nextInt(50));
                default ->
                        body.append("\"scores\":{\"3\":")
                                .append(random.nextInt(4))
                                .append(",\"9\":")
                                .append(1 + random.nextInt(9))
                                .append('}');
            }
            body.append('}');
        }
        int status = send("POST", "/measurements", body.append(']').toString());
        if (status != 207) {
            throw new IOException("a batch was answered " + status);
        }
    }

    private void put(String path, String body) throws IOException, InterruptedException {
        int status = send("PUT", path, body);
        if (status != 200 && status != 201) {
            throw new IOException(path + " was answered " + status);
        }
    }

    private int send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "/api/v1" + path))
                        .header("Authorization", "Bearer " + System.getenv("EFFEKT_KEY"))
                        .header("Content-Type", "application/json")
                        .header("Prefer", method.equals("POST") ? "return=minimal" : "wait=30")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private long counted() throws IOException, InterruptedException {
        return (long) metric("effekt_measurements_total\\{receipt=\"counted\"[^}]*\\}");
    }

    private double metric(String name) throws IOException, InterruptedException {
        String text =
                http.send(
                                HttpRequest.newBuilder(URI.create(url + "/q/metrics")).build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body();
        Matcher found =
                Pattern.compile("(?m)^" + name + "(?:\\{[^}]*\\})? ([0-9.E+-]+)$").matcher(text);
        return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }

    /** CPU of a process and all its descendants, living or waited for. */
    private static long cpuMillis(long pid) {
        long own = ProcessHandle.of(pid).map(LoadDriver::ticks).orElse(0L);
        long others =
                ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::descendants)
                        .mapToLong(LoadDriver::ticks)
                        .sum();
        return (own + others) * 10;
    }

    private static long ticks(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            List<String> fields =
                    Arrays.asList(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
            long ticks = 0;
            for (int field = 11; field <= 14; field++) {
                ticks += Long.parseLong(fields.get(field));
            }
            return ticks;
        } catch (IOException e) {
            return 0;
        }
    }
}
