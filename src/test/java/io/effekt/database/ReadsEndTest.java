package io.effekt.database;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.embedded.DatabaseAccess;
import io.effekt.testing.AdminCaller;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.SmallPool;
import io.effekt.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.RestAssured;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A read ends with its client, and when a statement takes too long. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class ReadsEndTest {
    private static final String WAITING =
            """
            select count(*)::integer from pg_stat_activity
            where application_name = 'effekt' and wait_event_type = 'Lock' and state = 'active'
                and wait_event = 'relation' and query like ?
            """;

    private static final DatabaseAccess ACCESS = TestServers.shared().database();

    @Inject Database database;
    @Inject Mutiny.SessionFactory sessions;

    /** The statement waits for a lock, so that it would never end by itself. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bi_name | /odata/v4/Measurements?$top=5 | %",
                "bi_name | /odata/v4/KpiStatusHistory?$count=true | %",
                "bi_name | /odata/v4/Measurements/$count | %",
                "bi_name | /odata/v4/KpiStatus?$orderby=Value | %",
                "definition | /odata/v4/Kpis?$filter=Version%20gt%201 | %bi_kpis%",
                "bi_name | /api/v1/bi/Measurements?format=csv | %",
                "bi_name | /api/v1/bi/KpiStatusHistory?format=ndjson | %",
                "bi_name | /api/v1/bi/KpiStatus | %",
                "bi_name | /api/v1/bi/Targets?format=csv&limit=5 | %",
                "decision_text | /api/v1/audit | %from decision %order by%",
                "definition | /api/v1/kpis | %from definition %order by%"
            })
    void aClientThatHasGoneTakesItsStatementAlong(String table, String path, String query)
            throws Exception {
        // The pool of the service may be used up by others who wait for the table; the owner does
        // not see what the service asks.
        try (Connection owner = connection(ACCESS.owner());
                Statement locks = owner.createStatement();
                Connection watcher = connection(ACCESS.app())) {
            owner.setAutoCommit(false);
            locks.execute("lock table effekt." + table + " in access exclusive mode");
            int before = waiting(watcher, query);
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
                client.getOutputStream()
                        .write(
                                "GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
                                        .formatted(path, AdminCaller.key())
                                        .getBytes(StandardCharsets.US_ASCII));
                client.getOutputStream().flush();
                Awaitility.await()
                        .atMost(Duration.ofMinutes(2))
                        .untilAsserted(() -> assertTrue(waiting(watcher, query) > before, path));
            }
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertTrue(waiting(watcher, query) <= before, path));
            owner.rollback();
        }
        RestAssured.given().get("/api/v1/status").then().statusCode(200);
    }

    /** Its client would take it for one without rows. */
    @ParameterizedTest
    @ValueSource(strings = {"csv", "ndjson"})
    void anExportThatBreaksIsNoEmptyOne(String format) throws Exception {
        try (Connection owner = connection(ACCESS.owner());
                Statement locks = owner.createStatement()) {
            owner.setAutoCommit(false);
            locks.execute("lock table effekt.bi_name in access exclusive mode");
            var answer =
                    CompletableFuture.supplyAsync(() ->
                            RestAssured.given().get("/api/v1/bi/Measurements?format=" + format));
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() ->
                            database.query(
                                                    """
                                                    select pg_terminate_backend(pid)
                                                    from pg_stat_activity
                                                    where wait_event = 'relation'
                                                        and query like '%bi_measurements_rows%'
                                                    """)
                                            .rowCount()
                                    == 1);
            answer.get().then().statusCode(503).body("code", equalTo("database-unavailable"));
            owner.rollback();
        }
    }

    private static int waiting(Connection watcher, String query) throws SQLException {
        try (var asked = watcher.prepareStatement(WAITING)) {
            asked.setString(1, query);
            try (var counted = asked.executeQuery()) {
                counted.next();
                return counted.getInt(1);
            }
        }
    }

    private static Connection connection(DatabaseAccess.Credentials role) throws SQLException {
        return DriverManager.getConnection(ACCESS.jdbcUrl(), role.user(), role.password());
    }

    @Test
    void aStatementThatTakesTooLongIsStopped() {
        try (SmallPool pool = new SmallPool("effekt.database")) {
            Departure departure = new Departure();
            Database impatient =
                    pool.database(() -> Optional.of(departure), Duration.ofMillis(200));
            for (String slow :
                    new String[] {
                        "select pg_sleep(30)",
                        "select count(*) from generate_series(1, 100000000000)",
                        "select pg_sleep(0), pg_sleep(29)"
                    }) {
                ReadStopped stopped =
                        assertThrows(ReadStopped.class, () -> impatient.read(tx -> tx.query(slow)));
                assertEquals(ReadStopped.Reason.TOO_LONG, stopped.reason());
            }
            assertEquals(
                    "1",
                    impatient.read(tx -> tx.query("select '1'").iterator().next().getString(0)));
            // Work that nobody waits for takes the time that it needs.
            impatient.run(tx -> tx.query("select pg_sleep(0.5)"));
        }
    }

    @Test
    void aReadOfEntitiesEndsTooAndTheNextOneIsNotHit() throws Throwable {
        for (int i = 0; i < 20; i++) {
            Departure departure = new Departure();
            ReadStopped stopped =
                    assertThrows(ReadStopped.class, () -> sleep(departure, Duration.ofMinutes(1)));
            assertEquals(ReadStopped.Reason.CLIENT_GONE, stopped.reason());
            database.query("select pg_sleep(0.005)");
        }
        ReadStopped stopped =
                assertThrows(
                        ReadStopped.class, () -> sleep(new Departure(), Duration.ofMillis(200)));
        assertEquals(ReadStopped.Reason.TOO_LONG, stopped.reason());
    }

    private void sleep(Departure departure, Duration longest) throws Throwable {
        EntityReads entities =
                new EntityReads(sessions, database, () -> Optional.of(departure), longest);
        VertxContextSupport.subscribeAndAwait(() ->
                entities.read(
                        RowSecurity.NONE,
                        session -> {
                            if (longest.toSeconds() > 1) {
                                Thread.startVirtualThread(departure::happen);
                            }
                            return session.createNativeQuery(
                                            "select cast(pg_sleep(30) as text)", String.class)
                                    .getSingleResult();
                        }));
    }

    /** Each part of a long export is a statement, and what its client takes is not counted. */
    @Test
    void aLongExportIsNotStopped() {
        try (SmallPool pool = new SmallPool("effekt.database")) {
            Database impatient =
                    pool.database(() -> Optional.of(new Departure()), Duration.ofMillis(400));
            int read =
                    impatient.read(tx -> {
                        var cursor =
                                tx.connection()
                                        .prepareAndAwait(
                                                "select pg_sleep(0.1), n from generate_series(1, 12) n")
                                        .cursor(Tuple.tuple());
                        int rows = 0;
                        do {
                            rows += cursor.readAndAwait(2).size();
                        } while (cursor.hasMore());
                        return rows;
                    });
            assertEquals(12, read);
        }
    }

    @Test
    void whoHasGoneIsReadForNoMoreAndTheNextOneIsNotHit() {
        try (SmallPool pool = new SmallPool("effekt.database")) {
            for (int i = 0; i < 20; i++) {
                Departure departure = new Departure();
                Database watched =
                        pool.database(() -> Optional.of(departure), Duration.ofSeconds(60));
                var read =
                        CompletableFuture.supplyAsync(
                                () -> watched.read(tx -> tx.query("select pg_sleep(60)").size()));
                Thread.onSpinWait();
                departure.happen();
                CompletionException failed = assertThrows(CompletionException.class, read::join);
                ReadStopped stopped = assertInstanceOf(ReadStopped.class, failed.getCause());
                assertEquals(ReadStopped.Reason.CLIENT_GONE, stopped.reason());
                // The same connection, or the one after it: nothing of the cancellation is left.
                for (int j = 0; j < 5; j++) {
                    pool.database().run(tx -> tx.query("select pg_sleep(0.005)"));
                }
            }
        }
    }

    @Test
    void whatIsDoneIsNotCancelled() {
        Departure departure = new Departure();
        boolean[] ran = {false};
        Runnable todo = () -> ran[0] = true;
        departure.then(todo);
        departure.forget(todo);
        departure.happen();
        assertFalse(ran[0]);
        departure.then(todo);
        assertTrue(ran[0], "they have gone already");
    }
}
