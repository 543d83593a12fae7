package io.effekt.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.effekt.database.Database;
import io.effekt.embedded.DatabaseAccess;
import io.effekt.embedded.EmbeddedServers;
import io.effekt.embedded.EmbeddedServers.Part;
import io.effekt.eventstore.chain.FirstDivergence;
import io.effekt.eventstore.chain.LogReport;
import io.effekt.eventstore.chain.SignedHeads;
import io.effekt.eventstore.chain.SigningKey;
import io.effekt.eventstore.chain.VerifyingKey;
import io.effekt.eventstore.postgres.StoreIdentity;
import io.effekt.eventstore.postgres.verify.LogVerifier;
import io.effekt.json.Json;
import io.effekt.json.MalformedJson;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Checks the log from outside: a program of its own that needs the database and no service. What it
 * hashes with is what the service appends with.
 */
public final class VerifyLog {
    static final int UNCHANGED = 0;
    static final int CHANGED = 1;
    static final int NOT_CHECKED = 2;

    private final Map<String, String> environment;
    private final PrintStream out;
    private final List<SignedHeads> saved = new ArrayList<>();
    private final Map<String, VerifyingKey> trusted = new HashMap<>();
    private final Map<String, VerifyingKey> told = new HashMap<>();
    private Optional<Path> data = Optional.empty();

    private VerifyLog(Map<String, String> environment, PrintStream out) {
        this.environment = environment;
        this.out = out;
    }

    /** Ends the process: 0 when all is as it was recorded, 1 when not, 2 when it cannot be told. */
    public static void main(String[] arguments) {
        System.exit(run(System.getenv(), arguments, System.out));
    }

    /** The same for a test. */
    public static int run(Map<String, String> environment, String[] arguments, PrintStream out) {
        try {
            VerifyLog program = new VerifyLog(environment, out);
            program.read(arguments);
            return program.run();
        } catch (IOException | MalformedJson | RuntimeException e) {
            out.println("verify-log: " + e.getMessage());
            return NOT_CHECKED;
        }
    }

    private void read(String[] arguments) throws IOException, MalformedJson {
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " needs a value; see --help.");
            }
            Path file = Path.of(arguments[i + 1]);
            switch (arguments[i]) {
                case "--heads" -> heads(file);
                case "--key" -> trust(VerifyingKey.of(Files.readString(file)));
                case "--data" -> data = Optional.of(file);
                default ->
                        throw new IllegalArgumentException(
                                "there is no flag " + arguments[i] + "; see --help.");
            }
        }
    }

    private void heads(Path file) throws IOException, MalformedJson {
        JsonNode heads = Json.read(Files.readAllBytes(file));
        String text = heads.path("signed").textValue();
        if (text == null) {
            throw new IllegalArgumentException(file + " is no answer of GET /api/v1/log/head.");
        }
        String keyId = heads.path("keyId").textValue();
        saved.add(new SignedHeads(text, heads.path("signature").textValue(), keyId));
        String pem = heads.path("publicKey").textValue();
        if (pem != null) {
            VerifyingKey key = VerifyingKey.of(pem);
            told.put(key.id(), key);
        }
    }

    private void trust(VerifyingKey key) {
        trusted.put(key.id(), key);
    }

    private int run() {
        if (data.isPresent()
                || ServerSettings.given(environment, "EFFEKT_DATABASE_URL").isEmpty()) {
            return embedded(data.orElse(Path.of(environment.getOrDefault("EFFEKT_DATA", "data"))));
        }
        return verify(
                ServerSettings.reactive(environment.getOrDefault("EFFEKT_DATABASE_URL", "")),
                ServerSettings.needed(environment, "EFFEKT_DATABASE_USER"),
                ServerSettings.needed(environment, "EFFEKT_DATABASE_PASSWORD"));
    }

    private int embedded(Path folder) {
        if (!Files.isDirectory(folder.resolve("postgres"))) {
            throw new IllegalArgumentException(
                    "there is no database in %s: name its folder with --data, or set EFFEKT_DATABASE_URL."
                            .formatted(folder));
        }
        Path key = folder.resolve(ServerSettings.SIGNING_KEY);
        if (trusted.isEmpty() && Files.isReadable(key)) {
            trust(SigningKey.in(key).verifying());
        }
        Optional<DatabaseAccess> running = EmbeddedServers.running(folder);
        if (running.isPresent()) {
            return verify(running.get());
        }
        try (EmbeddedServers servers = EmbeddedServers.start(folder, EnumSet.of(Part.POSTGRES))) {
            return verify(servers.database());
        }
    }

    private int verify(DatabaseAccess access) {
        return verify(access.reactiveUrl(), access.app().user(), access.app().password());
    }

    private int verify(String url, String user, String password) {
        if (trusted.isEmpty() && !told.isEmpty()) {
            out.println(
                    "The keys are those that the saved heads bring along: trust them only as far"
                            + " as you trust the files; --key names another.");
            trusted.putAll(told);
        }
        PgConnectOptions options =
                PgConnectOptions.fromUri(url)
                        .setUser(user)
                        .setPassword(password)
                        .addProperty("search_path", "effekt")
                        .addProperty("application_name", "effekt-verify-log")
                        .addProperty("effekt.scopes", "*")
                        .addProperty("effekt.kpis", "*");
        options.setCachePreparedStatements(true);
        Vertx vertx = Vertx.vertx();
        var pool =
                PgBuilder.pool()
                        .with(new PoolOptions().setMaxSize(4))
                        .connectingTo(options)
                        .using(vertx)
                        .build();
        try {
            LogVerifier verifier =
                    new LogVerifier(new Database(Pool.newInstance(pool)), new StoreIdentity());
            return print(verifier.verify(saved, trusted, new LongAdder()));
        } finally {
            pool.close().toCompletionStage().toCompletableFuture().join();
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private int print(LogReport report) {
        for (LogReport.Partition partition : report.partitions()) {
            String name = partition.part() < 0 ? "decisions" : "partition " + partition.part();
            out.println(
                    partition
                            .firstBad()
                            .map(bad -> "%-13s CHANGED at %s".formatted(name, place(bad)))
                            .orElse(
                                    "%-13s as recorded, up to %d"
                                            .formatted(name, partition.upTo())));
        }
        for (int i = 0; i < report.heads().size(); i++) {
            String worth = report.heads().get(i).problem().orElse("Compared.");
            out.println("saved heads %d: %s".formatted(i + 1, worth));
        }
        return report.isVerified() ? UNCHANGED : CHANGED;
    }

    private static String place(FirstDivergence bad) {
        return (bad.since() == bad.seq() ? "" : bad.since() + " to ")
                + bad.seq()
                + ": "
                + bad.what();
    }
}
