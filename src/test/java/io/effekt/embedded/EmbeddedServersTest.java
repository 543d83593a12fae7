package io.effekt.embedded;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.embedded.DatabaseAccess.Credentials;
import io.effekt.embedded.EmbeddedServers.Part;
import io.effekt.testing.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class EmbeddedServersTest {
    private final Path folder = TestServers.freshFolder("embedded");

    @Test
    void aRestartKeepsWhatWasWritten() throws Exception {
        try (EmbeddedServers servers = EmbeddedServers.start(folder)) {
            sql(servers, DatabaseAccess::owner, "create table effekt.kept as select 7 as n");
            createTopic(servers, "kept");
        }
        try (EmbeddedServers servers = EmbeddedServers.start(folder)) {
            assertEquals("7", sql(servers, DatabaseAccess::owner, "select n from effekt.kept"));
            assertTrue(topics(servers).contains("kept"));
        }
        assertFalse(PostmasterFile.in(folder.resolve("postgres")).isPresent());
    }

    @Test
    void serversThatOutlivedAKilledServiceAreAdopted() throws Exception {
        // Behind a link, for PostgreSQL writes down where its programs really lie.
        Path link = folder.resolveSibling(folder.getFileName() + "-link");
        Files.createSymbolicLink(link, folder);
        ServiceStandIn killed = ServiceStandIn.start(link);
        Map<String, Long> before = killed.pids();
        killed.kill();
        setStartOfPostgres("1");

        try (EmbeddedServers servers = EmbeddedServers.start(link)) {
            assertEquals(before, pids(servers));
            assertEquals("1", sql(servers, DatabaseAccess::app, "select 1"));
            assertEquals(List.of(), topics(servers));
        }
        for (long pid : before.values()) {
            assertFalse(ProcessHandle.of(pid).filter(Processes::isAlive).isPresent());
        }
    }

    @Test
    void aSurvivorThatDoesNotAnswerIsReplaced() throws Exception {
        ServiceStandIn killed = ServiceStandIn.start(folder);
        Map<String, Long> before = killed.pids();
        killed.kill();
        // Frozen: the process is there, its port is open, and nobody answers.
        freeze(before.getOrDefault("Kafka", 0L));

        try (EmbeddedServers servers = EmbeddedServers.start(folder)) {
            assertNotEquals(before.get("Kafka"), pids(servers).get("Kafka"));
            assertEquals(before.get("PostgreSQL"), pids(servers).get("PostgreSQL"));
            assertEquals(List.of(), topics(servers));
        }
    }

    @Test
    void aBrokerThatIsKilledIsNoticed() {
        try (EmbeddedServers servers = EmbeddedServers.start(folder, EnumSet.of(Part.KAFKA))) {
            ServerState.Running running =
                    assertInstanceOf(ServerState.Running.class, servers.states().get("Kafka"));

            ProcessHandle.of(running.pid()).orElseThrow().destroyForcibly();

            await().atMost(Duration.ofMinutes(2))
                    .until(() -> servers.states().get("Kafka") instanceof ServerState.Lost);
        }
    }

    @Test
    void aSecondServiceInTheSameFolderIsRefused() {
        try (EmbeddedServers servers = EmbeddedServers.start(folder, EnumSet.of(Part.POSTGRES))) {
            EmbeddedServersException refused =
                    assertThrows(
                            EmbeddedServersException.class, () -> EmbeddedServers.start(folder));
            assertTrue(refused.getMessage().contains("in use by another Effekt service"));
            assertEquals("1", sql(servers, DatabaseAccess::app, "select 1"));
        }
    }

    @Test
    void theServicesRoleOwnsNothingAndThePasswordsAreForOneUserOnly() throws Exception {
        try (EmbeddedServers servers = EmbeddedServers.start(folder, EnumSet.of(Part.POSTGRES))) {
            assertThrows(
                    IllegalStateException.class,
                    () -> sql(servers, DatabaseAccess::app, "create table effekt.mine (n int)"));
            assertEquals("on", sql(servers, DatabaseAccess::app, "show fsync"));
            assertEquals("on", sql(servers, DatabaseAccess::app, "show full_page_writes"));
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(folder.resolve("database.properties"))));
        }
    }

    @Test
    void aFolderThatCannotBeUsedIsSaidInOneSentence() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        EmbeddedServersException refused =
                assertThrows(EmbeddedServersException.class, () -> EmbeddedServers.start(file));
        assertTrue(refused.getMessage().startsWith("The data folder " + file));
    }

    /** What it would say had the clock of the machine been set since; a broker notes no time. */
    private void setStartOfPostgres(String epochSecond) throws IOException {
        Path file = folder.resolve("postgres/postmaster.pid");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(2, epochSecond);
        Files.write(file, lines);
    }

    private static Map<String, Long> pids(EmbeddedServers servers) {
        return servers.states().entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                state -> ((ServerState.Running) state.getValue()).pid()));
    }

    private static String sql(
            EmbeddedServers servers, Function<DatabaseAccess, Credentials> role, String sql) {
        DatabaseAccess access = servers.database();
        Credentials login = role.apply(access);
        try (Connection connection =
                        DriverManager.getConnection(
                                access.jdbcUrl(), login.user(), login.password());
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                assertTrue(rows.next());
                return String.valueOf(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void createTopic(EmbeddedServers servers, String name) throws Exception {
        try (Admin admin = admin(servers)) {
            admin.createTopics(List.of(new NewTopic(name, 3, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static List<String> topics(EmbeddedServers servers) throws Exception {
        try (Admin admin = admin(servers)) {
            return List.copyOf(admin.listTopics().names().get(30, TimeUnit.SECONDS));
        }
    }

    private static Admin admin(EmbeddedServers servers) {
        return Admin.create(Map.of("bootstrap.servers", servers.kafkaBootstrap()));
    }

    private static void freeze(Long pid) {
        assertEquals(0, Output.of(List.of("kill", "-STOP", pid.toString())).code());
    }
}
