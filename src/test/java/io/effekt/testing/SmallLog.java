package io.effekt.testing;

import io.effekt.database.Database;
import io.effekt.database.Tx;
import io.effekt.embedded.DatabaseAccess;
import io.effekt.embedded.EmbeddedServers;
import io.effekt.eventstore.EntryId;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.NewDecision;
import io.effekt.eventstore.chain.HeadsDocument;
import io.effekt.eventstore.measurement.Appended;
import io.effekt.eventstore.measurement.Identity;
import io.effekt.eventstore.measurement.IdentityKey;
import io.effekt.eventstore.measurement.NewMeasurement;
import io.effekt.eventstore.measurement.NewMeasurement.Kind;
import io.effekt.eventstore.measurement.SeriesName;
import io.effekt.eventstore.postgres.DecisionLog;
import io.effekt.eventstore.postgres.Dictionary;
import io.effekt.eventstore.postgres.Epochs;
import io.effekt.eventstore.postgres.Identities;
import io.effekt.eventstore.postgres.MeasurementLog;
import io.effekt.eventstore.postgres.Partitions;
import io.effekt.eventstore.postgres.StoreIdentity;
import io.effekt.eventstore.postgres.verify.LogVerifier;
import io.effekt.ingest.form.ContentHash;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * A log of some hundred entries with something of everything in it, written by the event store
 * alone, in a PostgreSQL of its own: anyone who tampers with it disturbs no other test.
 */
public final class SmallLog implements AutoCloseable {
    /** Partitions that have entries; the last epoch of 7 begins after its last entry. */
    public static final List<Integer> PARTS = List.of(0, 3, 7);

    private static final int ROUNDS = 8;
    private static final int A_ROUND = 10;
    private static final Instant BEGAN = Instant.parse("2026-03-02T08:00:00.000001Z");

    private final Path folder = TestServers.freshFolder("small-log");
    private final EmbeddedServers servers =
            TestServers.own(folder, EnumSet.of(EmbeddedServers.Part.POSTGRES));
    private final Vertx vertx = Vertx.vertx();
    private final Database database;
    private final MeasurementLog log = new MeasurementLog(new Dictionary(1_000, 1_000));
    private final Identities identities = new Identities(new Dictionary(1_000, 1_000));
    private final DecisionLog decisions = new DecisionLog();
    private final Epochs epochs = new Epochs();
    private final LogVerifier verifier;
    private final List<HeadsDocument> saved = new ArrayList<>();

    public SmallLog() {
        DatabaseAccess access = servers.database();
        Flyway.configure()
                .dataSource(access.jdbcUrl(), access.owner().user(), access.owner().password())
                .schemas("effekt")
                .defaultSchema("effekt")
                .placeholders(
                        Map.of(
                                "appRole",
                                access.app().user(),
                                "reader",
                                access.reader().user(),
                                "language",
                                "en"))
                .load()
                .migrate();
        PgConnectOptions options =
                PgConnectOptions.fromUri(access.reactiveUrl())
                        .setUser(access.app().user())
                        .setPassword(access.app().password())
                        .addProperty("search_path", "effekt")
                        .addProperty("effekt.scopes", "*")
                        .addProperty("effekt.kpis", "*");
        options.setCachePreparedStatements(true);
        database =
                new Database(
                        Pool.newInstance(
                                PgBuilder.pool()
                                        .with(new PoolOptions().setMaxSize(4))
                                        .connectingTo(options)
                                        .using(vertx)
                                        .build()));
        verifier = new LogVerifier(database, new StoreIdentity());
        fill();
    }

    public Path folder() {
        return folder;
    }

    public DatabaseAccess access() {
        return servers.database();
    }

    public LogVerifier verifier() {
        return verifier;
    }

    /** Heads as somebody kept them after each round. */
    public List<HeadsDocument> saved() {
        return List.copyOf(saved);
    }

    /** A connection that no trigger and no policy stops. */
    public Connection superuser() throws SQLException {
        Properties secrets = new Properties();
        try (var reader = Files.newBufferedReader(folder.resolve("database.properties"))) {
            secrets.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Connection connection =
                DriverManager.getConnection(
                        access().jdbcUrl(), "postgres", secrets.getProperty("superuser.password"));
        try (Statement statement = connection.createStatement()) {
            statement.execute("set search_path = effekt");
            statement.execute("set session_replication_role = replica");
        }
        return connection;
    }

    /** So many entries more in partition 11, a thousand a transaction. */
    public void grow(int entries) {
        for (int i = 0; i < entries; i += 1_000) {
            int first = i;
            database.run(tx -> {
                LogHead head = log.lock(tx, 11);
                List<NewMeasurement> batch = new ArrayList<>();
                for (int j = 0; j < 1_000; j++) {
                    batch.add(entry("grown-" + (first + j), j, head, Kind.MEASURED, null, j));
                }
                Appended appended =
                        log.append(tx, head, batch, BEGAN, head.kafkaOffset() + 1_000, true);
                appended.committed().run();
            });
        }
    }

    private void fill() {
        new Partitions(database).ready(BEGAN);
        database.run(tx -> {
            epochs.begin(tx, decisions.lock(tx), "topic-d", 0, "the first topic", BEGAN);
            for (int part : PARTS) {
                epochs.name(tx, log.lock(tx, part), "topic-m");
            }
        });
        for (int round = 0; round < ROUNDS; round++) {
            int number = round;
            Instant at = BEGAN.plusSeconds(60L * round);
            database.run(tx -> decide(tx, number, at));
            for (int part : PARTS) {
                database.run(tx -> measure(tx, part, number, at));
            }
            if (round == 3) {
                begin(3, at);
            }
            if (round == 5) {
                database.run(tx -> held(tx, at));
            }
            if (round == ROUNDS - 1) {
                begin(7, at);
            }
            saved.add(database.onOneSnapshot(tx -> verifier.heads(tx, at)).orElseThrow());
        }
    }

    private void begin(int part, Instant at) {
        database.run(tx ->
                epochs.begin(tx, log.lock(tx, part), "topic-n", 0, "the topic is another one", at));
    }

    private void decide(Tx tx, int round, Instant at) {
        List<NewDecision> some = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            some.add(
                    new NewDecision(
                            "kpi.defined.v1",
                            round + 1,
                            "kpi:k" + i,
                            "editor-" + i,
                            new UUID(round, i),
                            "{\"name\":{\"en\":\"K%d\"},\"round\":%d}".formatted(i, round),
                            i % 2 == 0 ? "because of " + round : null));
        }
        decisions.append(tx, decisions.lock(tx), some, at, 6L * (round + 1));
    }

    private void measure(Tx tx, int part, int round, Instant at) {
        LogHead head = log.lock(tx, part);
        List<NewMeasurement> batch = new ArrayList<>();
        for (int i = 0; i < A_ROUND; i++) {
            String id = part + "-" + round + "-" + i;
            EntryId replaces = null;
            if (i >= 8 && round > 0) {
                // Of the round before; once a round of another partition.
                int of = i == 8 && part == 3 ? 0 : part;
                replaces =
                        new EntryId(
                                of,
                                1 + (round - 1L) * A_ROUND + (i == 8 && of != part ? 6 : i - 4));
            }
            Kind kind =
                    replaces == null ? Kind.MEASURED : i == 8 ? Kind.CORRECTION : Kind.RETRACTION;
            batch.add(entry(id, i, head, kind, replaces, head.kafkaOffset() + i));
        }
        log.append(tx, head, batch, at, head.kafkaOffset() + A_ROUND, true).committed().run();
    }

    /** Two that were held first. */
    private void held(Tx tx, Instant at) {
        LogHead head = log.lock(tx, 0);
        List<NewMeasurement> batch = new ArrayList<>();
        List<IdentityKey> keys = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            NewMeasurement entry = entry("held-" + i, i, head, Kind.MEASURED, null, -1);
            IdentityKey key = new IdentityKey(entry.source(), entry.idHash());
            identities.reserve(tx, 0, Map.of(key, new Identity(entry.contentHash(), 0, 0, 40 + i)));
            batch.add(entry);
            keys.add(key);
        }
        Appended appended = log.append(tx, head, batch, at, head.kafkaOffset(), false);
        identities.fillIn(tx, keys, batch, appended.firstSeq());
    }

    private static NewMeasurement entry(
            String id, int i, LogHead head, Kind kind, @Nullable EntryId replaces, long offset) {
        boolean retraction = kind == Kind.RETRACTION;
        boolean scores = i % 4 == 3 && !retraction;
        boolean ratio = i % 4 == 2 && !retraction;
        boolean number = !scores && !ratio && !retraction;
        return new NewMeasurement(
                new SeriesName("k" + i % 3, "team:t" + i % 5, i % 2 == 0 ? "" : "zone=north"),
                "source-" + i % 2,
                id,
                ContentHash.idHash(id),
                UUID.nameUUIDFromBytes(id.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                kind,
                BEGAN.minusSeconds(86_400L * i),
                i % 3 == 0 ? "2026-02" : null,
                number
                        ? new BigDecimal("12.50").add(BigDecimal.valueOf(id.hashCode() % 997))
                        : null,
                number ? BigDecimal.ONE : null,
                ratio ? BigDecimal.valueOf(3) : null,
                ratio ? BigDecimal.valueOf(4) : null,
                scores ? List.of(0L, 0L, 0L, 0L, 0L, 1L, 2L, 3L, 4L, 5L, 6L) : null,
                replaces,
                head.decisions(),
                new UUID(7, i),
                "client-" + i % 2,
                offset,
                i % 5 == 0 ? "comment on " + id : null,
                replaces == null ? null : "typed wrong");
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        servers.close();
    }
}
