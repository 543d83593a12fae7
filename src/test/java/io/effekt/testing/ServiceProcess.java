package io.effekt.testing;

import io.effekt.embedded.DatabaseAccess;
import io.effekt.embedded.EmbeddedServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The packaged service as a process, for tests that run after {@code package}: what is killed here
 * is what would be killed in earnest. Closing kills it.
 */
public final class ServiceProcess implements AutoCloseable {
    /** A service of a minute loses to the second compiler more than it gets from it. */
    private static final int COMPILED = Integer.getInteger("service.compiled", 1);

    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final URI url;
    private final Path log;

    private ServiceProcess(Process process, URI url, Path log) {
        this.process = process;
        this.url = url;
        this.log = log;
    }

    /** Starts one on those servers, at a free port; more environment may follow. */
    public static ServiceProcess on(EmbeddedServers servers, Map<String, String> more) {
        DatabaseAccess access = servers.database();
        Map<String, String> environment = new HashMap<>();
        environment.put("EFFEKT_DATABASE_URL", access.jdbcUrl());
        environment.put("EFFEKT_DATABASE_USER", access.app().user());
        environment.put("EFFEKT_DATABASE_PASSWORD", access.app().password());
        environment.put("EFFEKT_DATABASE_OWNER_USER", access.owner().user());
        environment.put("EFFEKT_DATABASE_OWNER_PASSWORD", access.owner().password());
        environment.put("EFFEKT_KAFKA_BOOTSTRAP", servers.kafkaBootstrap());
        environment.putAll(more);
        return start(environment);
    }

    /** Starts one on those servers, at a free port. */
    public static ServiceProcess on(EmbeddedServers servers) {
        return on(servers, Map.of());
    }

    /** Starts one that brings its own embedded servers, with their data in that folder. */
    public static ServiceProcess embedding(Path data) {
        return start(Map.of("EFFEKT_DATA", data.toString()));
    }

    private static ServiceProcess start(Map<String, String> environment) {
        int port = freePort();
        try {
            Path logs = Files.createDirectories(Path.of("target", "test-services"));
            Path log = logs.resolve("service-" + port + ".log");
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(
                    List.of(
                            "-Xmx512m",
                            "-XX:TieredStopAtLevel=" + COMPILED,
                            "-jar",
                            JAR.toString()));
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().keySet().removeIf(name -> name.startsWith("EFFEKT_"));
            builder.environment()
                    .put("EFFEKT_ADMIN_KEY_FILE", AdminCaller.KEY_FILE.toAbsolutePath().toString());
            builder.environment().put("EFFEKT_ACCESS_MAKE_ADMIN_KEY", "true");
            builder.environment().putAll(environment);
            builder.environment().put("EFFEKT_PORT", Integer.toString(port));
            return new ServiceProcess(builder.start(), URI.create("http://127.0.0.1:" + port), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code http://host:port}, without a slash at its end. */
    public URI url() {
        return url;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has written so far. */
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits until {@code /q/health/ready} answers 200; fails at once when the process has ended.
     */
    public ServiceProcess awaitReady(Duration atMost) {
        Awaitility.await("ready: " + log)
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(200))
                .failFast(this::failWhenEnded)
                .until(() -> status("/q/health/ready") == 200);
        return this;
    }

    private void failWhenEnded() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the service has ended:\n" + output());
        }
    }

    /** The HTTP status of a GET, or 0 when nobody answers. */
    public int status(String path) {
        HttpRequest request =
                HttpRequest.newBuilder(url.resolve(path)).timeout(Duration.ofSeconds(10)).build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** {@code kill -9}. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(10));
    }

    /** {@code SIGTERM}; the exit code, once it has drained. */
    public int stop() {
        process.destroy();
        awaitEnd(Duration.ofSeconds(90));
        return process.exitValue();
    }

    private void awaitEnd(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the service does not end:\n" + output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
