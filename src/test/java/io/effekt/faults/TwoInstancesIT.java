package io.effekt.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.effekt.embedded.EmbeddedServers;
import io.effekt.testing.OwnWrites;
import io.effekt.testing.ServiceProcess;
import io.effekt.testing.TestServers;
import io.effekt.testing.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Two instances on one PostgreSQL and one Kafka: they share the work and give one answer. */
class TwoInstancesIT {
    private static final int MEASUREMENTS = 20_000;
    private static final int PARTITIONS = 12;
    private static final String GROUP = "effekt-measurements";
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration TAKEN_OVER = Duration.ofSeconds(15);
    private static final Instant DAY = Instant.parse("2024-02-02T12:00:00Z");

    private final long seed = Long.getLong("faults.seed", System.nanoTime());
    private final World world = new World("two-", seed, MEASUREMENTS);
    private int next;

    @Test
    void twoShareThePartitionsAndAnswerAsOne() throws Exception {
        long began = System.nanoTime();
        System.out.println("two instances: -Dfaults.seed=" + seed);
        EmbeddedServers servers = TestServers.shared();
        try (ServiceProcess one = named(servers, "one");
                ServiceProcess other = named(servers, "other");
                Admin admin = Admin.create(Map.of("bootstrap.servers", servers.kafkaBootstrap()));
                Connection connection = StoreCheck.owner(servers.database())) {
            one.awaitReady(START);
            other.awaitReady(START);
            assertFalse(one.output().contains("embedded servers in"), "servers of somebody else");
            Api a = new Api(one.url());
            Api b = new Api(other.url());
            bothReadPartitions(admin);
            world.define(a);
            whatIsDefinedHereIsReadThere(a, b);
            whatFollowsFromAWriteHereIsReadThere(a, b);
            aKeyRevokedHereIsRefusedThere(a, b, one, other);
            halfToEach(one, other);
            new Lag(admin, new StoreCheck(connection)).awaitNone(Duration.ofMinutes(2));
            bothAnswerTheSums(a, b);
            whoDoesNotReadThePartitionSaysWhatBecameOfIt(a, parts(admin, "other"));
            whoDoesNotReadThePartitionSaysWhatBecameOfIt(b, parts(admin, "one"));
            theOtherTakesOver(admin, one, b);
            other.stop();
        }
        System.out.println("two instances: took " + seconds(began) + " s");
    }

    private static ServiceProcess named(EmbeddedServers servers, String name) {
        return ServiceProcess.on(servers, Map.of("EFFEKT_INSTANCE", name));
    }

    private static void bothReadPartitions(Admin admin) {
        Awaitility.await("both read partitions")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    Set<Integer> one = parts(admin, "one");
                    Set<Integer> other = parts(admin, "other");
                    assertTrue(!one.isEmpty() && !other.isEmpty(), one + " " + other);
                    Set<Integer> all = new HashSet<>(one);
                    all.addAll(other);
                    assertEquals(PARTITIONS, all.size(), one + " " + other);
                    assertEquals(PARTITIONS, one.size() + other.size());
                });
    }

    /** Partitions of the measurements that an instance reads, as Kafka sees it. */
    private static Set<Integer> parts(Admin admin, String instance) throws Exception {
        Set<Integer> parts = new HashSet<>();
        for (MemberDescription member : members(admin)) {
            if (member.groupInstanceId().orElse("").equals(instance)) {
                for (TopicPartition partition : member.assignment().topicPartitions()) {
                    parts.add(partition.partition());
                }
            }
        }
        return parts;
    }

    private static Collection<MemberDescription> members(Admin admin) throws Exception {
        var group = admin.describeConsumerGroups(List.of(GROUP)).all().get().get(GROUP);
        return group == null ? List.of() : group.members();
    }

    private static void aKeyRevokedHereIsRefusedThere(
            Api here, Api there, ServiceProcess one, ServiceProcess other) throws Exception {
        long slowest = 0;
        for (int i = 0; i < 5; i++) {
            JsonNode issued =
                    here.post(
                                    "/keys",
                                    "{\"client\": \"c%d\", \"scopes\": [\"status:read\"]}"
                                            .formatted(i),
                                    0)
                            .expect(201);
            String key = issued.path("key").asText();
            awaitStatus(200, other, key);
            JsonNode rotated =
                    there.post(
                                    "/keys/" + issued.path("id").asText() + "/rotate",
                                    "{\"overlapHours\": 1}",
                                    0)
                            .expect(201);
            String next = rotated.path("key").asText();
            awaitStatus(200, one, next);
            awaitStatus(200, other, key);
            here.delete("/keys/" + issued.path("id").asText()).expect(200);
            long revoked = System.nanoTime();
            awaitStatus(401, other, key);
            slowest = Math.max(slowest, System.nanoTime() - revoked);
            awaitStatus(200, other, next);
        }
        System.out.println(
                "two instances: a key is refused there after " + slowest / 1_000_000 + " ms");
        assertTrue(slowest < 1_000_000_000L, "refused there after " + slowest / 1_000_000 + " ms");
    }

    private static void awaitStatus(int status, ServiceProcess service, String key) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> new Api(service.url(), key).get("/me").status() == status);
    }

    private static void whatIsDefinedHereIsReadThere(Api here, Api there) throws IOException {
        for (int version = 1; version <= 20; version++) {
            Api writer = version % 2 == 0 ? here : there;
            Api reader = version % 2 == 0 ? there : here;
            String name = "Version " + version;
            writer.put("/value-streams/two-moving", "{\"name\":\"" + name + "\"}").expect(200, 201);
            assertEquals(
                    name,
                    reader.get("/value-streams/two-moving").expect(200).path("name").asText());
        }
    }

    /** {@code -Dwrites.rounds=200} is what the nightly lane runs. */
    private static void whatFollowsFromAWriteHereIsReadThere(Api a, Api b) {
        int rounds = Integer.getInteger("writes.rounds", 2);
        OwnWrites there = new OwnWrites(door(a), door(b), "two-own").begin();
        OwnWrites back = new OwnWrites(door(b), door(a), "two-back").begin();
        for (int round = 0; round < rounds; round++) {
            there.round(round);
            back.round(round);
        }
    }

    private static OwnWrites.Door door(Api api) {
        return (method, path, body) -> {
            try {
                return switch (method) {
                    case "PUT" -> api.put(path, body).expect(200, 201);
                    case "DELETE" -> api.delete(path).expect(200);
                    case "POST" -> api.post(path, body, 30).expect(200, 202);
                    default -> api.get(path).expect(200);
                };
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private void halfToEach(ServiceProcess one, ServiceProcess other) throws Exception {
        Ledger ledger = new Ledger("two");
        int half = world.batches() / 2;
        List<Integer> lower = IntStream.range(0, half).boxed().toList();
        List<Integer> upper = IntStream.range(half, world.batches()).boxed().toList();
        Future<?> first = new LoadDriver(world, at(one)).start(lower, 2, ledger);
        Future<?> second = new LoadDriver(world, at(other)).start(upper, 2, ledger);
        first.get(2, TimeUnit.MINUTES);
        second.get(2, TimeUnit.MINUTES);
        assertEquals(world.batches(), ledger.acknowledged().size());
    }

    private static Door at(ServiceProcess service) {
        Door door = new Door();
        door.open(service.url());
        return door;
    }

    private void bothAnswerTheSums(Api a, Api b) throws IOException {
        Map<String, JsonNode> answers = new HashMap<>();
        for (World.Cell cell : world.truth().keySet()) {
            String path = "/status?limit=1000&kpi=" + cell.kpi() + "&period=" + cell.period();
            if (!answers.containsKey(path)) {
                JsonNode answer = a.get(path).expect(200).path("items");
                assertEquals(answer, b.get(path).expect(200).path("items"), path);
                answers.put(path, answer);
            }
            JsonNode row = null;
            for (JsonNode each : answers.get(path)) {
                row = each.path("scope").asText().equals(cell.scope()) ? each : row;
            }
            assertTrue(row != null, "no row of " + cell);
            World.Sums sums = world.truth().get(cell);
            assertEquals(sums.n(), row.path("n").asLong(), row.toString());
            BigDecimal away = row.path("value").decimalValue().subtract(sums.value()).abs();
            assertTrue(away.doubleValue() <= 1e-9 * sums.value().doubleValue(), sums + " " + row);
        }
        for (World.Figure figure : World.Figure.values()) {
            String path = "/status?limit=1000&kpi=" + world.kpi(figure);
            JsonNode headlines = a.get(path).expect(200).path("items");
            assertTrue(headlines.size() > 12, headlines.toString());
            assertEquals(headlines, b.get(path).expect(200).path("items"), path);
        }
    }

    private void whoDoesNotReadThePartitionSaysWhatBecameOfIt(Api api, Set<Integer> elsewhere)
            throws IOException {
        String kpi = world.kpi(World.Figure.TOTAL);
        String scope = teamIn(kpi, elsewhere);
        String id = "two-wait-" + next++;
        assertEquals("counted", receipt(api, World.item(id, kpi, scope, DAY, "\"value\":1")));
        assertEquals("duplicate", receipt(api, World.item(id, kpi, scope, DAY, "\"value\":1")));
        assertEquals("id_conflict", receipt(api, World.item(id, kpi, scope, DAY, "\"value\":2")));
        assertEquals(
                "shape_mismatch",
                receipt(
                        api,
                        World.item(
                                id + "x", kpi, scope, DAY, "\"numerator\":1,\"denominator\":2")));
        String unknown = kpiIn(scope, elsewhere);
        assertEquals(
                "unknown_kpi",
                receipt(api, World.item(id + "y", unknown, scope, DAY, "\"value\":1")));
    }

    /** The code, or the receipt's word where there is none. */
    private static String receipt(Api api, String item) throws IOException {
        JsonNode receipt = api.post("/measurements", item, 20).body().path("receipts").path(0);
        return receipt.path("code").asText(receipt.path("receipt").asText());
    }

    private String teamIn(String kpi, Set<Integer> parts) {
        return IntStream.range(0, 12)
                .mapToObj(world::team)
                .filter(team -> parts.contains(Topic.partition(kpi + "|" + team)))
                .findFirst()
                .orElseThrow();
    }

    private static String kpiIn(String scope, Set<Integer> parts) {
        return IntStream.range(0, 1_000)
                .mapToObj(i -> "two-unknown-" + i)
                .filter(kpi -> parts.contains(Topic.partition(kpi + "|" + scope)))
                .findFirst()
                .orElseThrow();
    }

    private void theOtherTakesOver(Admin admin, ServiceProcess one, Api other) throws Exception {
        String kpi = world.kpi(World.Figure.TOTAL);
        String scope = teamIn(kpi, parts(admin, "one"));
        long killed = System.nanoTime();
        one.kill();
        String id = "two-after-" + next++;
        assertEquals("counted", receipt(other, World.item(id, kpi, scope, DAY, "\"value\":1")));
        Duration took = Duration.ofNanos(System.nanoTime() - killed);
        System.out.println("two instances: taken over in " + took.toMillis() + " ms");
        assertTrue(took.compareTo(TAKEN_OVER) <= 0, "taken over in " + took);
        other.put("/value-streams/two-after", "{\"name\":\"After\"}").expect(201);
        Awaitility.await("all partitions")
                .atMost(TAKEN_OVER)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> parts(admin, "other").size() == PARTITIONS);
    }

    private static long seconds(long began) {
        return Duration.ofNanos(System.nanoTime() - began).toSeconds();
    }
}
