package io.effekt.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jboss.logging.Logger;

/** One Kafka broker (KRaft, its own controller) on the loopback interface, in its own Java. */
final class EmbeddedKafka implements EmbeddedServer {
    private static final Logger LOG = Logger.getLogger(EmbeddedKafka.class);
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);
    private static final Duration SURVIVOR_LIMIT = Duration.ofSeconds(20);
    private static final Duration UNFIT_STOP_LIMIT = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 3;

    private final Path data;
    private final Path log;
    private final Path settings;
    private final Path ready;
    private final Path record;
    private final BrokerProgram program = new BrokerProgram(ServerJars.ofThisService());
    private final ProcessHandle process;
    private final int port;

    private EmbeddedKafka(DataFolder folder) {
        data = folder.file("kafka");
        log = folder.log("kafka");
        settings = folder.file("kafka.properties");
        ready = folder.file("kafka.ready");
        record = folder.file("kafka.process");
        Map<String, String> last = PropertiesFile.read(record);
        Optional<ProcessHandle> survivor = Processes.find(number(last, "pid"), settings);
        int lastPort = number(last, "port");
        if (survivor.isPresent() && isFit(last, lastPort)) {
            LOG.infof("Adopted the Kafka that was still running (process %s)", last.get("pid"));
            process = survivor.get();
            port = lastPort;
            return;
        }
        survivor.ifPresent(unfit -> {
            LOG.warnf("Stopping a Kafka that was still running (process %d)", unfit.pid());
            stop(unfit, UNFIT_STOP_LIMIT);
        });
        Running running = startSomewhere(lastPort, number(last, "controllerPort"));
        process = running.process;
        port = running.port;
    }

    private record Running(ProcessHandle process, int port) {}

    /** A port that was free may be taken before the broker has it: then others are tried. */
    private Running startSomewhere(int lastPort, int lastControllerPort) {
        for (int attempt = 1; ; attempt++) {
            int broker = Ports.freeOrOther(attempt == 1 ? lastPort : 0);
            int controller = Ports.freeOrOther(attempt == 1 ? lastControllerPort : 0);
            try {
                return new Running(start(broker, controller), broker);
            } catch (EmbeddedServersException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                LOG.warnf("Trying Kafka again on other ports. %s", e.getMessage());
            }
        }
    }

    /** Starts the broker in that folder, or takes over the one that still runs there. */
    static EmbeddedKafka start(DataFolder folder) {
        return new EmbeddedKafka(folder);
    }

    String bootstrap() {
        return "127.0.0.1:" + port;
    }

    @Override
    public String name() {
        return "Kafka";
    }

    @Override
    public ProcessHandle process() {
        return process;
    }

    @Override
    public Path log() {
        return log;
    }

    @Override
    public void stop() {
        stop(process, STOP_LIMIT);
    }

    private static void stop(ProcessHandle running, Duration patience) {
        running.destroy();
        if (!Processes.awaitEnd(running, patience)) {
            LOG.warnf("Kafka (process %d) did not stop; it is killed", running.pid());
            running.destroyForcibly();
            Processes.awaitEnd(running, STOP_LIMIT);
        }
    }

    /** Runs what this service would run, has come up, and answers. */
    private boolean isFit(Map<String, String> last, int lastPort) {
        String pid = String.valueOf(last.get("pid"));
        return program.fingerprint().equals(last.get("program"))
                && Processes.await(() -> readyText().equals(pid), SURVIVOR_LIMIT)
                && answers(lastPort, SURVIVOR_LIMIT);
    }

    private ProcessHandle start(int brokerPort, int controllerPort) {
        try {
            Files.deleteIfExists(ready);
            PropertiesFile.write(
                    settings,
                    BrokerProgram.settings(data, brokerPort, controllerPort),
                    "Written at every start; do not edit");
            Process started = program.command(settings, ready, log).start();
            remember(started.toHandle(), brokerPort, controllerPort);
            awaitReady(started, brokerPort);
            return started.toHandle();
        } catch (IOException e) {
            throw new EmbeddedServersException("Kafka cannot be started (" + e + ").", e);
        }
    }

    private void awaitReady(Process started, int brokerPort) {
        String pid = Long.toString(started.pid());
        boolean decided =
                Processes.await(() -> readyText().equals(pid) || !started.isAlive(), START_LIMIT);
        if (!started.isAlive()) {
            throw new EmbeddedServersException(
                    "Kafka did not start: %s (more in %s).".formatted(LogTail.lastWords(log), log));
        }
        if (!decided || !answers(brokerPort, START_LIMIT)) {
            stop(started.toHandle(), UNFIT_STOP_LIMIT);
            throw new EmbeddedServersException(
                    "Kafka was not ready within %d s (more in %s)."
                            .formatted(START_LIMIT.toSeconds(), log));
        }
    }

    private void remember(ProcessHandle started, int brokerPort, int controllerPort) {
        Map<String, String> values = new TreeMap<>();
        values.put("pid", Long.toString(started.pid()));
        values.put("port", Integer.toString(brokerPort));
        values.put("controllerPort", Integer.toString(controllerPort));
        values.put("program", program.fingerprint());
        PropertiesFile.write(record, values, "The broker that was started last");
    }

    private String readyText() {
        try {
            return Files.exists(ready) ? Files.readString(ready).strip() : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean answers(int at, Duration patience) {
        Map<String, Object> configuration =
                Map.of(
                        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                        "127.0.0.1:" + at,
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        5_000,
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        (int) patience.toMillis());
        try (Admin admin = Admin.create(configuration)) {
            return List.copyOf(admin.describeCluster().nodes().get()).size() == 1;
        } catch (ExecutionException e) {
            LOG.warnf("Kafka on port %d does not answer (%s)", at, e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int number(Map<String, String> values, String name) {
        return Integer.parseInt(values.getOrDefault(name, "0"));
    }
}
