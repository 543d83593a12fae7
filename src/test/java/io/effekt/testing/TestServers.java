package io.effekt.testing;

import io.effekt.embedded.EmbeddedServers;
import io.effekt.embedded.EmbeddedServers.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One pair of servers for all tests of a process, in a folder of its own under {@code target}. */
public final class TestServers {
    private static final Pattern OWNER = Pattern.compile("-(\\d+)-\\d+$");

    private static final UnpackedPostgres BINARIES =
            new UnpackedPostgres(Path.of("target", "test-postgres"));

    private static @Nullable EmbeddedServers shared;
    private static @Nullable Path folder;

    private TestServers() {}

    /** Started at the first call. */
    public static synchronized EmbeddedServers shared() {
        EmbeddedServers servers = shared;
        if (servers == null) {
            Path fresh = freshFolder("shared");
            servers = own(fresh, EnumSet.allOf(Part.class));
            shared = servers;
            folder = fresh;
            Runtime.getRuntime().addShutdownHook(new Thread(TestServers::stop, "test-servers"));
        }
        return servers;
    }

    /**
     * Servers for one test alone, PostgreSQL among them, which flush nothing either; the caller
     * closes them.
     */
    public static EmbeddedServers own(Path folder, Set<Part> parts) {
        EmbeddedServers servers = EmbeddedServers.start(folder, parts);
        flushNothing(servers, folder);
        return servers;
    }

    /**
     * No test cuts the power, and a process that is killed loses nothing that it gave to the
     * operating system. {@code EmbeddedServersTest} shows that a service's own database flushes.
     */
    private static void flushNothing(EmbeddedServers servers, Path folder) {
        try {
            asSuperuser(servers, folder, "alter system set fsync = off");
            asSuperuser(servers, folder, "alter system set full_page_writes = off");
            asSuperuser(servers, folder, "select pg_reload_conf()");
        } catch (SQLException e) {
            throw new IllegalStateException("The database of the tests takes no settings.", e);
        }
    }

    /** Where the shared pair keeps its data. */
    public static synchronized Path folder() {
        shared();
        return Objects.requireNonNull(folder);
    }

    /** Does something as the superuser of the shared database, for instance makes a role. */
    public static synchronized void asSuperuser(String sql) throws SQLException {
        asSuperuser(shared(), folder(), sql);
    }

    private static void asSuperuser(EmbeddedServers servers, Path folder, String sql)
            throws SQLException {
        String url = servers.database().jdbcUrl();
        Properties secrets = new Properties();
        Path file = folder.resolve("database.properties");
        try (var reader = Files.newBufferedReader(file)) {
            secrets.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (Connection connection =
                        DriverManager.getConnection(
                                url, "postgres", secrets.getProperty("superuser.password"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Stops the shared pair, if it runs. */
    public static synchronized void stop() {
        EmbeddedServers servers = shared;
        shared = null;
        if (servers != null) {
            servers.close();
            BINARIES.keep(Objects.requireNonNull(folder));
        }
    }

    /** An empty folder {@code target/test-servers/<name>-<this process>-<something new>}. */
    public static Path freshFolder(String name) {
        try {
            Path root = Files.createDirectories(Path.of("target", "test-servers"));
            sweep(root);
            String prefix = name + "-" + ProcessHandle.current().pid() + "-";
            Path fresh = Files.createTempDirectory(root, prefix).toAbsolutePath();
            BINARIES.link(fresh);
            return fresh;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What earlier runs left, a hundred megabytes each, is of no use once a new run begins; what
     * tests have that run beside this one stays.
     */
    private static void sweep(Path root) throws IOException {
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.filter(TestServers::isLeft).toList()) {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.sorted(Comparator.reverseOrder()).forEach(TestServers::delete);
                } catch (NoSuchFileException | UncheckedIOException e) {
                    // Tests beside this one sweep too, and were here first.
                }
            }
        }
    }

    private static boolean isLeft(Path folder) {
        Matcher owner = OWNER.matcher(folder.getFileName().toString());
        return !owner.find() || ProcessHandle.of(Long.parseLong(owner.group(1))).isEmpty();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // A server that outlived its test still writes there; the next run tries again.
        }
    }
}
