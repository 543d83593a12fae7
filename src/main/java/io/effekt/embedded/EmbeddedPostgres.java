package io.effekt.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * One PostgreSQL server on the loopback interface. It is started by {@code pg_ctl}, which gives it
 * a session of its own: Ctrl-C in a terminal reaches the service only, and the service then stops
 * its servers in good order.
 */
final class EmbeddedPostgres implements EmbeddedServer {
    private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class);

    /** After a crash it first replays up to two gigabytes of its log. */
    private static final int ATTEMPTS = 3;

    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

    private static final String DATA = "postgres";

    private static final String SECRETS = "database.properties";

    private final PostgresBinaries binaries;
    private final Path data;
    private final Path log;
    private final Path draft;
    private final DatabaseSecrets secrets;
    private final ProcessHandle process;
    private final int port;

    private EmbeddedPostgres(DataFolder folder) {
        binaries = PostgresBinaries.unpackedIn(folder);
        data = folder.file(DATA);
        draft = folder.file("postgres.new");
        log = folder.log("postgres");
        Path secretsFile = folder.file(SECRETS);
        if (Files.isDirectory(data) && !Files.exists(secretsFile)) {
            throw new EmbeddedServersException(
                    "%s is missing, and without it nobody can log in to the database in %s: bring the file back from a backup."
                            .formatted(secretsFile, data));
        }
        secrets = DatabaseSecrets.in(secretsFile);
        if (!Files.isDirectory(data)) {
            initialize();
        }
        PostmasterFile running = adoptable().orElseGet(this::startSomewhere);
        port = running.port();
        process = running.process(data).orElseThrow(() -> lost("ended right after its start"));
        new DatabaseRoles(port, secrets).ensure();
    }

    /** Starts the server in that folder, or takes over the one that still runs there. */
    static EmbeddedPostgres start(DataFolder folder) {
        return new EmbeddedPostgres(folder);
    }

    /** How to reach the one that runs in that folder. */
    static Optional<DatabaseAccess> running(Path dir) {
        Path secrets = dir.resolve(SECRETS);
        Path data = dir.resolve(DATA);
        return Files.exists(secrets)
                ? PostmasterFile.in(data)
                        .filter(file -> file.ready() && file.process(data).isPresent())
                        .map(file -> DatabaseSecrets.in(secrets).access(file.port()))
                : Optional.empty();
    }

    DatabaseAccess access() {
        return secrets.access(port);
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public ProcessHandle process() {
        return process;
    }

    @Override
    public Path log() {
        return log;
    }

    /** Fast shutdown: open transactions are rolled back, everything is written. */
    @Override
    public void stop() {
        stop(process);
    }

    private void stop(ProcessHandle running) {
        for (String mode : List.of("fast", "immediate")) {
            Output.of(binaries.command("pg_ctl", "stop", "-W", "-m", mode, "-D", data.toString()));
            if (Processes.awaitEnd(running, STOP_LIMIT)) {
                return;
            }
            LOG.warnf("PostgreSQL (process %d) did not stop on mode %s", running.pid(), mode);
        }
        running.destroyForcibly();
        Processes.awaitEnd(running, STOP_LIMIT);
    }

    private void initialize() {
        try {
            PostgresBinaries.delete(draft);
            Path password = Files.createTempFile(draft.getParent(), "initdb", ".tmp");
            Files.writeString(password, secrets.superuser().password());
            Output made = initdb(password);
            Files.delete(password);
            if (made.code() != 0) {
                throw new EmbeddedServersException(
                        "PostgreSQL cannot make its data folder %s: %s"
                                .formatted(data, made.lastLine()));
            }
            Files.writeString(
                    draft.resolve("postgresql.conf"),
                    "\ninclude_if_exists 'effekt.conf'\n",
                    StandardOpenOption.APPEND);
            Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new EmbeddedServersException(
                    "PostgreSQL cannot make its data folder %s (%s).".formatted(data, e), e);
        }
    }

    /** A collation without the operating system's: indexes stay right when the system changes. */
    private Output initdb(Path password) {
        return Output.of(
                binaries.command(
                        "initdb",
                        "--pgdata=" + draft,
                        "--username=" + secrets.superuser().user(),
                        "--pwfile=" + password,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--data-checksums"));
    }

    /** The server that outlived a killed service, when it is healthy; else it is stopped. */
    private Optional<PostmasterFile> adoptable() {
        Optional<PostmasterFile> found = PostmasterFile.in(data);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Optional<ProcessHandle> survivor = found.get().process(data);
        if (survivor.isEmpty()) {
            // The id now belongs to nobody or to a stranger; PostgreSQL would refuse the latter.
            PostmasterFile.delete(data);
            return Optional.empty();
        }
        boolean ready =
                Processes.await(
                        () -> PostmasterFile.in(data).filter(PostmasterFile::ready).isPresent(),
                        Duration.ofSeconds(30));
        Optional<PostmasterFile> now = PostmasterFile.in(data);
        if (ready && now.isPresent() && isOurs() && answers(now.get().port())) {
            LOG.infof("Adopted the PostgreSQL that was still running (%s)", now.get());
            return now;
        }
        LOG.warnf("Stopping a PostgreSQL that was still running and is not fit for use (%s)", now);
        stop(survivor.get());
        return Optional.empty();
    }

    /** Whether the server that runs is of the version that this service brings. */
    private boolean isOurs() {
        try {
            return Files.readString(data.resolve("postmaster.opts"))
                    .startsWith(binaries.root().toString());
        } catch (IOException e) {
            return false;
        }
    }

    private boolean answers(int at) {
        try {
            new DatabaseRoles(at, secrets).ping();
            return true;
        } catch (EmbeddedServersException e) {
            LOG.warn(e.getMessage());
            return false;
        }
    }

    /** A port that was free may be taken before the server has it: then others are tried. */
    private PostmasterFile startSomewhere() {
        Path remembered = data.resolve("effekt.port");
        for (int attempt = 1; ; attempt++) {
            int chosen = Ports.freeOrOther(attempt == 1 ? rememberedPort(remembered) : 0);
            try {
                return start(remembered, chosen);
            } catch (EmbeddedServersException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                LOG.warnf("Trying PostgreSQL again on another port. %s", e.getMessage());
            }
        }
    }

    private PostmasterFile start(Path remembered, int chosen) {
        try {
            Files.writeString(remembered, Integer.toString(chosen));
            Files.writeString(data.resolve("effekt.conf"), settings(chosen));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Output started =
                Output.of(
                        binaries.command(
                                "pg_ctl",
                                "start",
                                "-w",
                                "-t",
                                Long.toString(START_LIMIT.toSeconds()),
                                "-l",
                                log.toString(),
                                "-D",
                                data.toString()));
        if (started.code() != 0) {
            PostmasterFile.in(data).flatMap(file -> file.process(data)).ifPresent(this::stop);
            throw lost("did not start");
        }
        return PostmasterFile.in(data).orElseThrow(() -> lost("ended right after its start"));
    }

    private EmbeddedServersException lost(String what) {
        return new EmbeddedServersException(
                "PostgreSQL %s: %s (more in %s).".formatted(what, LogTail.lastWords(log), log));
    }

    private static int rememberedPort(Path file) {
        try {
            return Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    private String settings(int chosen) {
        List<String> lines = new ArrayList<>(List.of("# Written at every start; do not edit."));
        Map<String, String> settings =
                Map.ofEntries(
                        Map.entry("port", Integer.toString(chosen)),
                        Map.entry("listen_addresses", "127.0.0.1"),
                        Map.entry("unix_socket_directories", ""),
                        Map.entry("max_connections", "200"),
                        Map.entry("shared_buffers", "256MB"),
                        Map.entry("max_wal_size", "2GB"),
                        Map.entry("wal_compression", hasLz4() ? "lz4" : "pglz"),
                        Map.entry("fsync", "on"),
                        Map.entry("synchronous_commit", "on"),
                        Map.entry("checkpoint_timeout", "15min"),
                        Map.entry("random_page_cost", "1.1"),
                        Map.entry("timezone", "UTC"),
                        Map.entry("log_timezone", "UTC"),
                        Map.entry("log_line_prefix", "%m [%p] %q%u@%d "));
        settings.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(
                        setting -> lines.add(setting.getKey() + " = '" + setting.getValue() + "'"));
        return String.join("\n", lines) + "\n";
    }

    private boolean hasLz4() {
        return Output.of(
                                binaries.command(
                                        "postgres",
                                        "-D",
                                        data.toString(),
                                        "-c",
                                        "wal_compression=lz4",
                                        "-C",
                                        "wal_compression"))
                        .code()
                == 0;
    }
}
