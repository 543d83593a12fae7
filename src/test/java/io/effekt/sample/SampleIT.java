package io.effekt.sample;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.embedded.DatabaseAccess;
import io.effekt.embedded.EmbeddedServers;
import io.effekt.testing.ServiceProcess;
import io.effekt.testing.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The sample on the packaged service, also when the load is killed half-way. */
class SampleIT {
    private static final Duration LOAD = Duration.ofMinutes(5);
    private static final Map<String, String> SAMPLE = Map.of("EFFEKT_SAMPLE", "true");

    @Test
    void everythingIsCountedOnceHoweverOftenItIsLoaded() throws Exception {
        LocalDate yesterday = LocalDate.now(SampleZone.ZONE).minusDays(1);
        SampleOrganisation sample = SampleOrganisation.endingOn(yesterday);
        int changes = SecondThoughts.changes(sample.measurements()).size();
        int wrong = SecondThoughts.wrongImport(sample).size();
        long expected = sample.measurements().size() + changes + 2L * wrong + 1;
        try (EmbeddedServers servers = EmbeddedServers.start(TestServers.freshFolder("sample"))) {
            try (ServiceProcess killed = ServiceProcess.on(servers, SAMPLE)) {
                Awaitility.await("some are counted")
                        .atMost(LOAD)
                        .ignoreExceptions()
                        .until(() -> counted(servers) > 2_000);
                killed.kill();
            }
            try (ServiceProcess service = ServiceProcess.on(servers, SAMPLE).awaitReady(LOAD)) {
                assertEquals(expected, counted(servers));
                assertEquals(0, open(servers));
                assertEquals(changes + wrong, superseded(servers));
                assertTrue(changes > 100 && wrong > 10, changes + " and " + wrong);
                awaitScorecard(service);
                assertEquals(143, service.stop());
            }
            try (ServiceProcess again = ServiceProcess.on(servers, SAMPLE).awaitReady(LOAD)) {
                awaitScorecard(again);
                assertFalse(again.output().contains("Loading the sample organisation"));
                assertEquals(expected, counted(servers));
                again.stop();
            }
        }
    }

    private static void awaitScorecard(ServiceProcess service) {
        Awaitility.await("the scorecard")
                .atMost(Duration.ofSeconds(30))
                .until(() -> service.output().contains("Post a measurement"));
        String output = service.output();
        for (String part :
                new String[] {"Organisation", "Skade og oppgjør", "✓", "/api/v1/status"}) {
            assertTrue(output.contains(part), output);
        }
        assertFalse(output.contains(" ERROR "), output);
    }

    private static long counted(EmbeddedServers servers) throws SQLException {
        return number(servers, "select count(*) from effekt.measurement");
    }

    private static long superseded(EmbeddedServers servers) throws SQLException {
        return number(servers, "select count(*) from effekt.measurement_link");
    }

    private static long open(EmbeddedServers servers) throws SQLException {
        return number(
                servers,
                """
                select (select count(*) from effekt.measurement_held)
                    + (select count(*) from effekt.measurement_rejected)
                """);
    }

    private static long number(EmbeddedServers servers, String sql) throws SQLException {
        DatabaseAccess access = requireNonNull(servers.database());
        try (Connection connection =
                        DriverManager.getConnection(
                                access.jdbcUrl(),
                                access.owner().user(),
                                access.owner().password());
                Statement statement = connection.createStatement()) {
            // What row-level security asks of everybody who is not the service.
            statement.execute("set effekt.scopes = '*'");
            statement.execute("set effekt.kpis = '*'");
            try (ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
