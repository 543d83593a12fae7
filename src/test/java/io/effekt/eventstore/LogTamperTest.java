package io.effekt.eventstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.app.VerifyLog;
import io.effekt.eventstore.LogChanges.Change;
import io.effekt.eventstore.chain.FirstDivergence;
import io.effekt.eventstore.chain.HeadsDocument;
import io.effekt.eventstore.chain.LogReport;
import io.effekt.eventstore.chain.SignedHeads;
import io.effekt.eventstore.chain.SigningKey;
import io.effekt.testing.SmallLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A single change to stored history is found and located, and nothing else is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogTamperTest {
    private static final int CHANGES = Integer.getInteger("log.changes", 60);
    private static final long SEED = Long.getLong("test.seed", System.nanoTime());
    private static final List<String> TABLES =
            List.of(
                    "decision",
                    "decision_text",
                    "measurement",
                    "measurement_link",
                    "measurement_text",
                    "measurement_identity",
                    "series",
                    "source",
                    "log_head",
                    "log_epoch",
                    "store_identity");

    private final SmallLog log = new SmallLog();
    private final SigningKey key = key(log.folder().resolve("log-signing.pem"));
    private final List<SignedHeads> saved =
            log.saved().stream()
                    .map(HeadsDocument::text)
                    .map(t -> new SignedHeads(t, key.sign(t), key.verifying().id()))
                    .toList();
    private final Connection superuser;

    LogTamperTest() throws SQLException {
        superuser = log.superuser();
    }

    private static SigningKey key(Path file) {
        try {
            Files.writeString(file, SigningKey.fresh());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return SigningKey.in(file);
    }

    @BeforeAll
    void copy() throws SQLException {
        run("create schema untouched");
        for (String table : TABLES) {
            run("create table untouched.%1$s as table effekt.%1$s".formatted(table));
        }
    }

    @AfterAll
    void close() throws SQLException {
        superuser.close();
        log.close();
    }

    @AfterEach
    void undo() throws SQLException {
        superuser.setAutoCommit(false);
        for (String table : TABLES) {
            run("delete from effekt." + table);
            run(
                    "insert into effekt.%1$s overriding system value select * from untouched.%1$s"
                            .formatted(table));
        }
        superuser.commit();
        superuser.setAutoCommit(true);
    }

    @Test
    void changesAreFoundWhereTheyAre() throws SQLException {
        LogChanges changes = new LogChanges(superuser, new Random(SEED));
        List<String> wrong = new ArrayList<>();
        int made = 0;
        while (made < CHANGES) {
            for (Change change : changes.round()) {
                make(change);
                Map<Integer, Long> found = shown(verify(List.of()));
                undo();
                if (!found.equals(change.shows())) {
                    wrong.add(change + " showed " + found);
                }
                LogReport clean = verify(saved);
                if (!clean.isVerified()) {
                    wrong.add("false alarm after " + change.name() + ": " + clean);
                }
                made++;
            }
        }
        assertEquals(List.of(), wrong, "-Dtest.seed=" + SEED);
    }

    @Test
    void aLogThatWasCutOffIsFoundByASavedHead() throws SQLException {
        LogChanges changes = new LogChanges(superuser, new Random(SEED));
        for (int part : List.of(-1, 0, 3, 7)) {
            Change change = changes.cutOff(part);
            make(change);
            assertTrue(verify(List.of()).isVerified(), "the rest is in order");
            assertEquals(change.shows(), shown(verify(saved)), change.toString());
            undo();
        }
    }

    @Test
    void aLogThatWasRewrittenIsFoundByASavedHead() throws SQLException {
        LogChanges changes = new LogChanges(superuser, new Random(SEED));
        for (int part : List.of(-1, 0, 3, 7)) {
            Change change = changes.rewritten(part);
            make(change);
            LogReport without = verify(List.of());
            assertTrue(without.isVerified(), "the new chain is in order: " + without);
            LogReport with = verify(saved);
            FirstDivergence bad = bad(with).get(part);
            long at = change.shows().getOrDefault(part, 0L);
            assertTrue(
                    bad != null
                            && bad.since() <= at
                            && at <= bad.seq()
                            && bad.seq() - bad.since() < 13,
                    change + ": " + with);
            assertEquals(1, bad(with).size(), with.toString());
            undo();
        }
    }

    @Test
    void whatWasErasedIsNoChange() throws SQLException {
        run("delete from measurement_text where seq % 2 = 0");
        run("delete from decision_text");
        assertTrue(verify(saved).isVerified());
    }

    @Test
    void savedHeadsCountOnlyWithATrustedSignatureAndOfThisStore() throws SQLException {
        String text = log.saved().getLast().text();
        String signature = key.sign(text);
        String id = key.verifying().id();
        assertEquals(Optional.empty(), problem(new SignedHeads(text, signature, id)));
        for (SignedHeads bad :
                List.of(
                        new SignedHeads(text.replace("\"seq\":8", "\"seq\":7"), signature, id),
                        new SignedHeads(text, signature, "0000000000000000"),
                        new SignedHeads(text, "!", id),
                        new SignedHeads(text, null, null),
                        new SignedHeads("{}", key.sign("{}"), id))) {
            assertTrue(problem(bad).isPresent(), bad.toString());
        }
        run("update store_identity set id = gen_random_uuid()");
        assertTrue(
                problem(new SignedHeads(text, signature, id)).orElse("").contains("another store"));
    }

    private Optional<String> problem(SignedHeads heads) {
        LogReport report = verify(List.of(heads));
        Optional<String> problem = report.heads().getFirst().problem();
        assertEquals(problem.isEmpty(), report.isVerified());
        return problem;
    }

    @Test
    void theProgramTellsFromOutside() throws SQLException, IOException {
        Path heads = log.folder().resolve("heads.json");
        String text = log.saved().getLast().text();
        var document =
                io.effekt.json.Json.object().put("signed", text).put("signature", key.sign(text));
        document.put("keyId", key.verifying().id()).put("publicKey", key.verifying().pem());
        Files.writeString(heads, io.effekt.json.Json.write(document));
        Map<String, String> environment =
                Map.of(
                        "EFFEKT_DATABASE_URL", log.access().reactiveUrl(),
                        "EFFEKT_DATABASE_USER", log.access().app().user(),
                        "EFFEKT_DATABASE_PASSWORD", log.access().app().password());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        String[] compare = {"--heads", heads.toString()};
        assertEquals(0, VerifyLog.run(environment, compare, print), out::toString);
        String[] folder = {"--data", log.folder().toString(), "--heads", heads.toString()};
        assertEquals(0, VerifyLog.run(Map.of(), folder, print), out::toString);
        out.reset();
        run("update measurement set value = value + 1 where part = 3 and seq = 5");
        assertEquals(1, VerifyLog.run(environment, new String[0], print));
        assertTrue(
                out.toString(StandardCharsets.UTF_8).contains("partition 3   CHANGED at 5:"),
                out::toString);
        out.reset();
        assertEquals(2, VerifyLog.run(environment, new String[] {"--heads", "nowhere"}, print));
        assertFalse(out.toString(StandardCharsets.UTF_8).isBlank());
    }

    private void make(Change change) throws SQLException {
        for (String sql : change.sql()) {
            run(sql);
        }
        Forger forger = new Forger(superuser);
        if (change.forged() != null) {
            forger.chainAnew(change.forged());
        } else if (change.name().equals("hash of one made again")) {
            Map.Entry<Integer, Long> at = change.shows().entrySet().iterator().next();
            forger.hashOne(at.getKey(), at.getValue() - 1);
        }
    }

    private LogReport verify(List<SignedHeads> heads) {
        return log.verifier()
                .verify(heads, Map.of(key.verifying().id(), key.verifying()), new LongAdder());
    }

    private static Map<Integer, FirstDivergence> bad(LogReport report) {
        Map<Integer, FirstDivergence> bad = new TreeMap<>();
        report.partitions().forEach(p -> p.firstBad().ifPresent(b -> bad.put(p.part(), b)));
        return bad;
    }

    private static Map<Integer, Long> shown(LogReport report) {
        Map<Integer, Long> shown = new TreeMap<>();
        bad(report).forEach((part, bad) -> shown.put(part, bad.seq()));
        return shown;
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            statement.execute(sql);
        }
    }
}
