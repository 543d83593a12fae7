package io.effekt.embedded;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server and a Kafka broker that live as long as this service, with their data in one
 * folder. Closing stops them; a killed service leaves them running, and the next one in the same
 * folder takes them over.
 */
public final class EmbeddedServers implements AutoCloseable {
    /** What can be started. */
    public enum Part {
        POSTGRES("EFFEKT_DATABASE_URL"),
        KAFKA("EFFEKT_KAFKA_BOOTSTRAP");

        private final String variable;

        Part(String variable) {
            this.variable = variable;
        }
    }

    private static final Logger LOG = Logger.getLogger(EmbeddedServers.class);
    private static final long WATCH_MILLIS = 500;
    private static final AtomicReference<@Nullable EmbeddedServers> CURRENT =
            new AtomicReference<>();

    private final DataFolder folder;
    private final @Nullable EmbeddedPostgres postgres;
    private final @Nullable EmbeddedKafka kafka;
    private final Map<String, ServerState> states = Collections.synchronizedMap(new TreeMap<>());
    private final Thread watch;

    private EmbeddedServers(
            DataFolder folder, @Nullable EmbeddedPostgres postgres, @Nullable EmbeddedKafka kafka) {
        this.folder = folder;
        this.postgres = postgres;
        this.kafka = kafka;
        for (EmbeddedServer server : servers()) {
            states.put(server.name(), new ServerState.Running(server.process().pid()));
        }
        watch = Thread.ofPlatform().daemon().name("embedded-watch").unstarted(this::watch);
    }

    /**
     * Starts both, or adopts what still runs in that folder; returns when both take connections.
     *
     * @throws EmbeddedServersException with one sentence on what is wrong
     */
    public static EmbeddedServers start(Path dir) {
        return start(dir, EnumSet.allOf(Part.class));
    }

    /**
     * Refuses when this service has been packed without servers, as an image is.
     *
     * @throws EmbeddedServersException with one sentence that says what to set instead
     */
    public static void requirePacked(Set<Part> parts) {
        requirePacked(parts, ServerJars.ofThisService());
    }

    static void requirePacked(Set<Part> parts, ServerJars jars) {
        if (!jars.hasServers()) {
            throw new EmbeddedServersException(
                    "This Effekt was packed without servers of its own: set %s to yours."
                            .formatted(
                                    parts.stream()
                                            .sorted()
                                            .map(part -> part.variable)
                                            .collect(Collectors.joining(" and "))));
        }
    }

    /** Starts only those parts. */
    public static EmbeddedServers start(Path dir, Set<Part> parts) {
        requirePacked(parts);
        DataFolder folder = DataFolder.open(dir);
        try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<@Nullable EmbeddedPostgres> postgres =
                    begin(both, parts, Part.POSTGRES, folder, EmbeddedPostgres::start);
            CompletableFuture<@Nullable EmbeddedKafka> kafka =
                    begin(both, parts, Part.KAFKA, folder, EmbeddedKafka::start);
            try {
                CompletableFuture.allOf(postgres, kafka).join();
            } catch (CompletionException e) {
                stopStarted(postgres, kafka);
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
            EmbeddedServers servers = new EmbeddedServers(folder, postgres.join(), kafka.join());
            servers.watch.start();
            CURRENT.set(servers);
            return servers;
        } catch (RuntimeException | Error e) {
            folder.close();
            throw e;
        }
    }

    private static <S extends EmbeddedServer> CompletableFuture<@Nullable S> begin(
            ExecutorService executor,
            Set<Part> parts,
            Part part,
            DataFolder folder,
            Function<DataFolder, S> start) {
        return parts.contains(part)
                ? CompletableFuture.supplyAsync(() -> start.apply(folder), executor)
                : CompletableFuture.completedFuture(null);
    }

    private static void stopStarted(CompletableFuture<?>... started) {
        for (CompletableFuture<?> one : started) {
            one.handle(
                            (server, failure) -> {
                                if (server instanceof EmbeddedServer running) {
                                    running.stop();
                                }
                                return server;
                            })
                    .join();
        }
    }

    /** The servers that were started last in this process and not closed. */
    public static Optional<EmbeddedServers> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** How to reach the PostgreSQL that runs in a folder, also one that another process started. */
    public static Optional<DatabaseAccess> running(Path dir) {
        return EmbeddedPostgres.running(dir);
    }

    /** How to reach PostgreSQL. */
    public DatabaseAccess database() {
        if (postgres == null) {
            throw new IllegalStateException("PostgreSQL was not asked for");
        }
        return postgres.access();
    }

    /** Kafka's {@code host:port}. */
    public String kafkaBootstrap() {
        if (kafka == null) {
            throw new IllegalStateException("Kafka was not asked for");
        }
        return kafka.bootstrap();
    }

    /** What is known of each server, by its name. */
    public Map<String, ServerState> states() {
        synchronized (states) {
            return Map.copyOf(states);
        }
    }

    /** Stops both cleanly: the broker first, for it writes nothing to the database. */
    @Override
    public void close() {
        if (!CURRENT.compareAndSet(this, null)) {
            LOG.debug("Closing servers that are not the current ones");
        }
        watch.interrupt();
        for (EmbeddedServer server : servers()) {
            ServerState before = states.put(server.name(), new ServerState.Stopped());
            if (before instanceof ServerState.Running) {
                server.stop();
            }
        }
        folder.close();
    }

    private List<EmbeddedServer> servers() {
        List<EmbeddedServer> servers = new ArrayList<>();
        if (kafka != null) {
            servers.add(kafka);
        }
        if (postgres != null) {
            servers.add(postgres);
        }
        return servers;
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                TimeUnit.MILLISECONDS.sleep(WATCH_MILLIS);
                servers().forEach(this::look);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing
        }
    }

    private void look(EmbeddedServer server) {
        ServerState known = states.get(server.name());
        if (!(known instanceof ServerState.Running(long pid))
                || Processes.isAlive(server.process())) {
            return;
        }
        String words = LogTail.lastWords(server.log());
        if (states.replace(server.name(), known, new ServerState.Lost(pid, Instant.now(), words))) {
            LOG.errorf(
                    "The embedded %s (process %d) has ended by itself; restart the service. Its log %s ends with: %s",
                    server.name(), pid, server.log(), words);
        }
    }
}
