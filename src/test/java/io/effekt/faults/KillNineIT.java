package io.effekt.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.effekt.embedded.EmbeddedServers;
import io.effekt.testing.ServiceProcess;
import io.effekt.testing.TestServers;
import io.effekt.testing.Topic;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} in the middle of a load, three times, and everything sent again: each measurement
 * is counted once, and what the service shows is what a replay of the log shows.
 */
class KillNineIT {
    private static final int MEASUREMENTS = Integer.getInteger("faults.measurements", 10_000);
    private static final int CONNECTIONS = 4;
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration QUIET = Duration.ofMinutes(2);

    /** The same name after each restart, as a service at its own port has. */
    private static final Map<String, String> NAMED = Map.of("EFFEKT_INSTANCE", "kill-nine");

    private static final String COPY_ONE =
            """
            insert into measurement (part, seq, recorded_at, series_id, source_id, id, kind,
                observed_at, value, weight, numerator, denominator, decided_at, import_id, actor,
                kafka_offset, chain_hash)
            select m.part, (select seq + 1 from log_head h where h.part = m.part), recorded_at,
                series_id, source_id, id, kind, observed_at, value, weight, numerator,
                denominator, decided_at, import_id, actor, kafka_offset, chain_hash
            from measurement m order by part, seq limit 1
            """;

    private final long seed = Long.getLong("faults.seed", System.nanoTime());
    private final World world = new World("", seed, MEASUREMENTS);
    private final Door door = new Door();
    private final Ledger first = new Ledger("first");
    private final Ledger again = new Ledger("again");
    private final List<String> kills = new ArrayList<>();

    @Test
    void nothingAcknowledgedIsLostAndNothingCountsTwice() throws Exception {
        long began = System.nanoTime();
        System.out.println("kill -9: -Dfaults.seed=" + seed);
        try (EmbeddedServers servers = EmbeddedServers.start(TestServers.freshFolder("kill-nine"));
                Connection connection = StoreCheck.owner(servers.database());
                Admin admin = Admin.create(Map.of("bootstrap.servers", servers.kafkaBootstrap()))) {
            StoreCheck store = new StoreCheck(connection);
            try (ServiceProcess last = loadAndKill(servers, store)) {
                new Lag(admin, store).awaitNone(QUIET);
                System.out.println("kill -9: quiet after " + seconds(began) + " s; " + kills);
                everythingIsThereOnce(store);
                Api api = new Api(last.url());
                verified(api, store);
                statusesAreTheSums(api);
                changesAreToldOnce(servers, store);
                System.out.println("kill -9: all held after " + seconds(began) + " s");
                theCheckerFindsWhatIsWrong(connection, store, api);
                last.stop();
            }
        }
        System.out.println("kill -9: took " + seconds(began) + " s");
    }

    private ServiceProcess loadAndKill(EmbeddedServers servers, StoreCheck store) throws Exception {
        ServiceProcess service = start(servers);
        world.define(new Api(service.url()));
        LoadDriver driver = new LoadDriver(world, door);
        List<Integer> all = IntStream.range(0, world.batches()).boxed().toList();
        door.open(service.url());
        Future<?> load = driver.start(all, CONNECTIONS, first);
        for (int acknowledged : new int[] {world.batches() / 4, world.batches() / 2}) {
            service = killAt(acknowledged, first, service, servers, store);
        }
        load.get(5, TimeUnit.MINUTES);
        assertFalse(first.unknown().isEmpty(), "no request was under way when it was killed");
        load = driver.start(all, CONNECTIONS, again);
        service = killAt(world.batches() / 4, again, service, servers, store);
        load.get(5, TimeUnit.MINUTES);
        List<Integer> left = new ArrayList<>(again.unknown());
        driver.run(left, CONNECTIONS, again);
        assertEquals(world.batches(), again.acknowledged().size(), "acknowledged in the end");
        return service;
    }

    private ServiceProcess start(EmbeddedServers servers) {
        return ServiceProcess.on(servers, NAMED).awaitReady(START);
    }

    /** Kills once that many batches are acknowledged, and starts it again. */
    private ServiceProcess killAt(
            int batches,
            Ledger ledger,
            ServiceProcess service,
            EmbeddedServers servers,
            StoreCheck store)
            throws SQLException {
        Awaitility.await(batches + " acknowledged batches")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> ledger.acknowledged().size() >= batches);
        door.shut();
        service.kill();
        long rows = store.count("select count(*) from measurement");
        kills.add(ledger.acknowledged().size() + " acknowledged, " + rows + " rows");
        long down = System.nanoTime();
        ServiceProcess next = start(servers);
        kills.add("back in " + seconds(down) + " s");
        door.open(next.url());
        return next;
    }

    private void everythingIsThereOnce(StoreCheck store) throws SQLException {
        Set<Integer> acknowledged = new HashSet<>(first.acknowledged());
        acknowledged.addAll(again.acknowledged());
        Set<Integer> unknown = new HashSet<>(first.unknown());
        unknown.addAll(again.unknown());
        assertEquals(StoreCheck.Report.CLEAN, store.check(world, acknowledged, unknown));
        assertEquals(MEASUREMENTS, store.count("select count(*) from measurement"));
        assertEquals(MEASUREMENTS, store.count("select count(*) from measurement_identity"));
        assertEquals(0, store.count("select count(*) from measurement_held"), "held");
        assertEquals(0, store.count("select count(*) from measurement_rejected"), "rejected");
    }

    /** Live and replay do not differ; asked again while the clock has just moved a row. */
    private static void verified(Api api, StoreCheck store) {
        Awaitility.await("live = replay")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptionsMatching(IOException.class::isInstance)
                .untilAsserted(() -> {
                    assertEquals(0, store.count(Lag.MARKS));
                    assertEquals(0, different(api));
                });
    }

    private static long different(Api api) throws IOException {
        JsonNode report = api.post("/projections/verify", "", 0).expect(200);
        assertEquals(9, report.path("different").size(), report.toString());
        assertTrue(report.path("rows").path("period_bucket").asLong() > 0, report.toString());
        long different = 0;
        for (JsonNode rows : report.path("different")) {
            different += rows.asLong();
        }
        return different;
    }

    private void statusesAreTheSums(Api api) throws IOException {
        int seen = 0;
        for (World.Figure figure : World.Figure.values()) {
            for (int month = 1; month <= 12; month++) {
                String period = "2025-" + (month < 10 ? "0" : "") + month;
                JsonNode rows =
                        api.get("/status?limit=1000&kpi=" + world.kpi(figure) + "&period=" + period)
                                .expect(200);
                for (JsonNode row : rows.path("items")) {
                    String scope = row.path("scope").asText();
                    seen += check(new World.Cell(world.kpi(figure), scope, period), row);
                }
            }
        }
        assertEquals(world.truth().size(), seen, "cells with data");
    }

    private int check(World.Cell cell, JsonNode row) {
        World.Sums sums = world.truth().get(cell);
        if (sums == null) {
            assertEquals(0, row.path("n").asLong(), row.toString());
            return 0;
        }
        assertEquals(sums.n(), row.path("n").asLong(), row.toString());
        BigDecimal away = row.path("value").decimalValue().subtract(sums.value()).abs();
        BigDecimal allowed = sums.value().abs().multiply(new BigDecimal("1e-9"));
        assertTrue(away.compareTo(allowed) <= 0, sums + " " + row);
        return 1;
    }

    /** Each change of a headline is on the topic once, in order for its KPI and scope. */
    private static void changesAreToldOnce(EmbeddedServers servers, StoreCheck store)
            throws SQLException {
        Awaitility.await("published")
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        store.count("select count(*) from status_change where not published") == 0);
        Map<String, Integer> last = new HashMap<>();
        int told = 0;
        for (var record : new Topic(servers.kafkaBootstrap(), "effekt.status-changes.v1").read()) {
            String change = Topic.text(record);
            String key = new String(record.key(), StandardCharsets.UTF_8);
            int number = last.merge(key, 1, Integer::sum);
            assertTrue(change.contains("\"number\" : " + number + ","), number + ": " + change);
            told++;
        }
        assertTrue(told > 0, "nothing was told");
        assertEquals(told, store.count("select count(*) from status_change"), "changes");
    }

    /** A checker that finds nothing has to be shown that it could. */
    private void theCheckerFindsWhatIsWrong(Connection connection, StoreCheck store, Api api)
            throws SQLException, IOException {
        Set<Integer> all = again.acknowledged();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("alter table measurement disable trigger user");
            statement.execute(
                    "delete from measurement where seq = 7"
                            + " and part = (select min(part) from measurement)");
            StoreCheck.Report dropped = store.check(world, all, Set.of());
            assertEquals(1, dropped.lost());
            assertEquals(1, dropped.holes());
            assertEquals(1, dropped.wrongSums());
            connection.rollback();
            statement.execute(COPY_ONE);
            StoreCheck.Report doubled = store.check(world, all, all);
            assertEquals(1, doubled.twice());
            assertEquals(1, doubled.unknownTwice());
            assertEquals(1, doubled.holes());
            connection.rollback();
            statement.execute(
                    "update kpi_status_history set value = value + 1 where scope = 'org' and"
                            + " period = '2025-03'");
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        assertNotEquals(0, different(api), "an edited projection");
        api.post("/projections/rebuild", "", 0).expect(200);
        verified(api, store);
    }

    private static long seconds(long began) {
        return Duration.ofNanos(System.nanoTime() - began).toSeconds();
    }
}
