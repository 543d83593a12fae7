package io.effekt.ingest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.database.Database;
import io.effekt.ingest.append.Permission;
import io.effekt.ingest.append.RefusalCodes;
import io.effekt.ingest.record.MeasurementTopic;
import io.effekt.kafka.KafkaAccess;
import io.effekt.testing.AdminCaller;
import io.effekt.testing.Defined;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a receipt may depend on: every caller sends every kind of item against everything that may
 * be stored, dry and in earnest; answers that have to be alike are compared as they are, but for
 * the ids.
 */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class ReceiptMatrixTest {
    private static final String DOOR = "/api/v1/measurements";
    private static final JsonMapper JSON = new JsonMapper();

    /** Who sends; all but the stranger may send in the source. */
    private enum Who {
        STEWARD,
        SENDER,
        OTHER,
        LIMITED_KEY_OF_SENDER,
        LIMITED_OTHER,
        STRANGER,
        KAFKA;

        boolean isLimited() {
            return this == LIMITED_KEY_OF_SENDER || this == LIMITED_OTHER;
        }

        /** Whether what single people answered may be guessed by sending it again. */
        boolean mayCompare() {
            return this == STEWARD || this == SENDER || this == LIMITED_KEY_OF_SENDER;
        }
    }

    private enum Of {
        PLAIN,
        GUARDED
    }

    private enum Where {
        OWN_TEAM,
        BEYOND
    }

    private enum Kept {
        NOTHING,
        COUNTED,
        RETRACTED,
        CORRECTED,
        HELD_FOR_ITS_KPI,
        HELD_AS_LATE,
        REJECTED
    }

    private enum What {
        NEW,
        EQUAL,
        OTHER_CONTENT,
        CORRECTS,
        RETRACTS
    }

    private record Cell(Who who, Of of, Where where, Kept kept, What what) {
        /** What it names: an id of its own for each. */
        String original() {
            return String.join(
                    "-", who.name(), of.name(), where.name(), kept.toString(), what.name());
        }

        /** What is sent has this id. */
        String id() {
            return what == What.EQUAL || what == What.OTHER_CONTENT
                    ? original()
                    : original() + "-sent";
        }

        boolean replaces() {
            return what == What.CORRECTS || what == What.RETRACTS;
        }
    }

    @Inject Database database;
    @Inject KafkaAccess kafka;

    private final String run = "m" + UUID.randomUUID().toString().substring(0, 8);
    private final String source = "urn:" + run + ":shared";
    private final String own = run + "-own";
    private final String beyond = run + "-zzbeyond";
    private final String today =
            Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.MILLIS).toString();
    private final Map<Who, String> keys = new HashMap<>();
    private final List<Cell> cells = new ArrayList<>();

    @BeforeEach
    void world() {
        Defined.stream(run);
        Defined.team(own, run);
        Defined.team(beyond, run);
        Defined.kpi(kpi(Of.PLAIN), Defined.SUM);
        Defined.kpi(
                kpi(Of.GUARDED),
                "\"unit\":\"points\",\"shape\":\"scores\",\"aggregation\":\"mean\",\"rollUp\":\"pooled\","
                        + "\"direction\":\"up\",\"period\":\"month\"");
        String limits = ", \"teams\": [\"" + own + "\"]";
        key(Who.STEWARD, "steward", "\"measurements:write\", \"survey:steward\"", "");
        key(Who.SENDER, "sender", "\"measurements:write\"", "");
        key(Who.OTHER, "other", "\"measurements:write\"", "");
        key(Who.LIMITED_KEY_OF_SENDER, "sender", "\"measurements:write\"", limits);
        key(Who.LIMITED_OTHER, "limited", "\"measurements:write\"", limits);
        key(Who.STRANGER, "stranger", "\"measurements:write\"", "");
        Defined.source(
                source,
                run + "-steward",
                run + "-sender",
                run + "-other",
                run + "-limited",
                "kafka");
        for (Who who : Who.values()) {
            for (Of of : Of.values()) {
                for (Where where : Where.values()) {
                    for (Kept kept : Kept.values()) {
                        for (What what : What.values()) {
                            if (kept != Kept.HELD_AS_LATE || of == Of.GUARDED) {
                                cells.add(new Cell(who, of, where, kept, what));
                            }
                        }
                    }
                }
            }
        }
        store();
    }

    private void key(Who who, String client, String scopes, String limits) {
        keys.put(
                who,
                given().contentType("application/json")
                        .body(
                                "{\"client\": \"%s-%s\", \"scopes\": [%s]%s}"
                                        .formatted(run, client, scopes, limits))
                        .post("/api/v1/keys")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("key"));
    }

    private String kpi(Of of) {
        return run + (of == Of.PLAIN ? "-plain" : "-guarded");
    }

    /** What is there before anybody asks; all of it the sender's. */
    private void store() {
        List<ObjectNode> first = new ArrayList<>();
        List<ObjectNode> then = new ArrayList<>();
        Map<String, String> expected = new TreeMap<>();
        for (Cell cell : cells) {
            if (cell.kept == Kept.NOTHING) {
                continue;
            }
            ObjectNode item = content(stored(cell), cell.original(), 1);
            if (cell.kept == Kept.REJECTED) {
                item.remove(List.of("scores", "value"));
                item.put("numerator", 1).put("denominator", 2);
            }
            first.add(item);
            expected.put(
                    cell.original(),
                    switch (cell.kept) {
                        case HELD_FOR_ITS_KPI, HELD_AS_LATE -> "held";
                        case REJECTED -> "rejected";
                        default -> "counted";
                    });
            if (cell.kept == Kept.RETRACTED) {
                then.add(replaced(item, cell, "retracts"));
            } else if (cell.kept == Kept.CORRECTED) {
                then.add(replaced(item, cell, "corrects"));
            }
        }
        Map<String, String> became = new TreeMap<>();
        receipts(Who.SENDER, first, false)
                .forEach(r -> became.put(r.path("id").asText(), r.path("receipt").asText()));
        assertEquals(expected, became);
        receipts(Who.SENDER, then, false)
                .forEach(r -> assertEquals("counted", r.path("receipt").asText(), r.toString()));
    }

    private static ObjectNode replaced(ObjectNode item, Cell cell, String how) {
        ObjectNode next = item.deepCopy();
        next.put("id", cell.original() + "-zzafter");
        next.put(how, cell.original()).put("reason", "r");
        if (how.equals("retracts")) {
            next.remove(List.of("scores", "value", "observedAt"));
        }
        return next;
    }

    /** Where and when the stored one was measured. */
    private ObjectNode stored(Cell cell) {
        ObjectNode item = JSON.createObjectNode();
        item.put("kpi", cell.kept == Kept.HELD_FOR_ITS_KPI ? run + "-none" : kpi(cell.of));
        item.put("scope", "team:" + (cell.where == Where.BEYOND ? beyond : own));
        return item.put(
                "observedAt", cell.kept == Kept.HELD_AS_LATE ? "2026-01-17T12:00:00Z" : today);
    }

    private ObjectNode content(ObjectNode item, String id, int content) {
        item.put("id", id).put("source", source);
        boolean scores = !item.path("kpi").asText().equals(kpi(Of.PLAIN));
        if (scores) {
            item.putObject("scores").put("7", content);
        } else {
            item.put("value", content);
        }
        return item;
    }

    /** What is sent: where its sender may send, and otherwise as the stored one. */
    private ObjectNode sent(Cell cell) {
        ObjectNode item = stored(cell);
        if (cell.who.isLimited()) {
            item.put("scope", "team:" + own);
        }
        if (cell.replaces() || cell.what == What.NEW) {
            item.put("kpi", kpi(cell.of));
        }
        content(item, cell.id(), cell.what == What.OTHER_CONTENT ? 2 : 1);
        if (cell.replaces()) {
            item.put(cell.what == What.CORRECTS ? "corrects" : "retracts", cell.original());
            item.put("reason", "r");
        }
        if (cell.what == What.RETRACTS) {
            item.remove(List.of("scores", "value", "observedAt"));
        }
        return item;
    }

    @Test
    void aReceiptDependsOnNothingThatItsCallerMayNotRead() throws Exception {
        Map<Cell, String> dry = new HashMap<>();
        Map<Cell, String> real = new HashMap<>();
        for (Who who : Who.values()) {
            if (who != Who.KAFKA) {
                dry.putAll(answers(who, true));
            }
        }
        for (Who who : Who.values()) {
            real.putAll(who == Who.KAFKA ? throughKafka() : answers(who, false));
        }
        assertEquals(cells.size(), real.size());

        dry.forEach((cell, answer) -> assertEquals(answer, real.get(cell), "dry: " + cell));
        alike(dry);
        alike(real);
        namesNothingBeyond(real);
        tellsWhatMayBeRead(real);
        bothDoorsSayTheSame(real);
        isNoted();
    }

    private Map<Cell, String> answers(Who who, boolean dryRun) {
        List<Cell> of = cells.stream().filter(cell -> cell.who == who).toList();
        List<JsonNode> receipts = receipts(who, of.stream().map(this::sent).toList(), dryRun);
        Map<Cell, String> answers = new HashMap<>();
        for (int i = 0; i < of.size(); i++) {
            ObjectNode receipt = (ObjectNode) receipts.get(i);
            receipt.remove("index");
            assertEquals(of.get(i).id(), receipt.remove("id").asText());
            answers.put(of.get(i), withoutIds(receipt.toString(), of.get(i)));
        }
        return answers;
    }

    private static String withoutIds(String answer, Cell cell) {
        return answer.replace("'" + cell.id() + "'", "'<id>'")
                .replace("'" + cell.original() + "'", "'<id>'");
    }

    private List<JsonNode> receipts(Who who, List<ObjectNode> items, boolean dryRun) {
        Response answer =
                given().header("Authorization", "Bearer " + keys.get(who))
                        .contentType("application/json")
                        .header("Prefer", "wait=60")
                        .body(items.toString())
                        .post(DOOR + (dryRun ? "?dryRun=true" : ""));
        assertEquals(207, answer.statusCode(), answer.asString());
        List<JsonNode> receipts = new ArrayList<>();
        read(answer.asString()).path("receipts").forEach(receipts::add);
        return receipts;
    }

    /** What became of them stands in the store: nobody is answered there. */
    private Map<Cell, String> throughKafka() throws Exception {
        List<Cell> of = cells.stream().filter(cell -> cell.who == Who.KAFKA).toList();
        Object servers = kafka.clientConfig().get("bootstrap.servers");
        ByteArraySerializer bytes = new ByteArraySerializer();
        Map<String, long[]> places = new HashMap<>();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", String.valueOf(servers), "acks", "all"),
                        bytes,
                        bytes)) {
            for (Cell cell : of) {
                ObjectNode item = sent(cell);
                var at =
                        producer.send(
                                        new ProducerRecord<>(
                                                MeasurementTopic.NAME,
                                                (item.path("kpi").asText()
                                                                + "|"
                                                                + item.path("scope").asText())
                                                        .getBytes(UTF_8),
                                                item.toString().getBytes(UTF_8)))
                                .get();
                places.put(at.partition() + "/" + at.offset(), new long[] {of.indexOf(cell)});
            }
        }
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> allRead(places.keySet()));
        Map<Cell, String> answers = new HashMap<>();
        for (Row row :
                database.query(
                        """
                        select part || '/' || kafka_offset, 'rejected', code, detail
                        from measurement_rejected where source = $1 and actor = 'kafka'
                        union all select part || '/' || kafka_offset, 'held', cause, null
                        from measurement_held where source = $1 and actor = 'kafka'
                        union all select m.part || '/' || m.kafka_offset, 'counted', null, null
                        from measurement m join source s on s.id = m.source_id
                        where s.name = $1 and actor = 'kafka'
                        """,
                        source)) {
            long[] index = Objects.requireNonNull(places.remove(row.getString(0)));
            Cell cell = of.get((int) index[0]);
            ObjectNode receipt = JSON.createObjectNode().put("receipt", row.getString(1));
            for (int i = 2; i < 4; i++) {
                if (row.getString(i) != null) {
                    receipt.put(i == 2 ? "code" : "detail", row.getString(i));
                }
            }
            answers.put(cell, withoutIds(receipt.toString(), cell));
        }
        places.values()
                .forEach(index ->
                        answers.put(of.get((int) index[0]), "{\"receipt\":\"duplicate\"}"));
        return answers;
    }

    private boolean allRead(Set<String> places) {
        Map<Integer, Long> heads = new HashMap<>();
        database.query("select part, kafka_offset from log_head")
                .forEach(row -> heads.put((int) row.getShort(0), row.getLong(1)));
        return places.stream()
                .map(place -> place.split("/", -1))
                .allMatch(
                        p -> heads.getOrDefault(Integer.valueOf(p[0]), 0L) > Long.parseLong(p[1]));
    }

    /** Cells by what their answers may depend on: within each, all are the same. */
    private void alike(Map<Cell, String> answers) {
        Map<String, Map<String, Set<Cell>>> groups = new TreeMap<>();
        answers.forEach((cell, answer) -> {
            for (String group : groups(cell)) {
                groups.computeIfAbsent(group, g -> new TreeMap<>())
                        .computeIfAbsent(answer, a -> new java.util.HashSet<>())
                        .add(cell);
            }
        });
        List<String> wrong =
                groups.entrySet().stream()
                        .filter(group -> group.getValue().size() > 1)
                        .map(Object::toString)
                        .toList();
        assertEquals(List.of(), wrong, "answers that tell what they must not");
        assertTrue(groups.size() > 20, "groups " + groups.keySet());
    }

    private static List<String> groups(Cell cell) {
        List<String> groups = new ArrayList<>();
        String item = cell.who + " " + cell.of + " " + cell.where + " " + cell.what;
        if (cell.who == Who.STRANGER) {
            groups.add("whose the source is not");
        }
        if (cell.kept == Kept.NOTHING || cell.kept == Kept.REJECTED) {
            groups.add("nothing was taken: " + item);
        }
        if (cell.what == What.NEW) {
            groups.add("a new id: " + cell.who + " " + (cell.kept == Kept.HELD_AS_LATE));
        }
        boolean repeats = cell.what == What.EQUAL || cell.what == What.OTHER_CONTENT;
        if (cell.who.isLimited() && cell.where == Where.BEYOND) {
            if (cell.replaces()) {
                groups.add("beyond the limits, and replaced: " + cell.who);
            } else if (repeats && cell.kept != Kept.NOTHING && cell.kept != Kept.REJECTED) {
                groups.add("beyond the limits, and repeated: " + cell.who);
            }
        }
        boolean isGuarded = cell.of == Of.GUARDED || cell.kept == Kept.HELD_FOR_ITS_KPI;
        if (repeats && isGuarded && !cell.who.mayCompare()) {
            groups.add("what others answered: " + cell.who + " " + cell.where + " " + cell.kept);
        }
        return groups;
    }

    private void namesNothingBeyond(Map<Cell, String> answers) {
        answers.forEach((cell, answer) -> {
            if (cell.who == Who.STRANGER || (cell.who.isLimited() && cell.where == Where.BEYOND)) {
                assertTrue(!answer.contains("zz"), cell + " " + answer);
                assertTrue(!answer.contains(cell.original()), cell + " " + answer);
            }
        });
    }

    /** The other half: who may read is told, so that being alike is not being silent. */
    private static void tellsWhatMayBeRead(Map<Cell, String> answers) {
        answers.forEach((cell, answer) -> {
            boolean isSeen = cell.who != Who.STRANGER && cell.who != Who.KAFKA;
            boolean isHere = cell.where == Where.OWN_TEAM || !cell.who.isLimited();
            if (isSeen && isHere && cell.kept == Kept.COUNTED) {
                boolean mayCompare = cell.of == Of.PLAIN || cell.who.mayCompare();
                String expected =
                        switch (cell.what) {
                            case NEW, CORRECTS, RETRACTS -> "\"counted\"";
                            case EQUAL -> mayCompare ? "\"duplicate\"" : "\"id_conflict\"";
                            case OTHER_CONTENT -> "\"id_conflict\"";
                        };
                assertTrue(answer.contains(expected), cell + " " + answer);
            }
            if (isSeen && isHere && cell.kept == Kept.CORRECTED && cell.replaces()) {
                assertTrue(answer.contains("-zzafter"), cell + " " + answer);
            }
        });
    }

    /** One validator: the same client's rights, the same answer. What is held bears no sentence. */
    private void bothDoorsSayTheSame(Map<Cell, String> answers) {
        answers.forEach((cell, answer) -> {
            if (cell.who == Who.KAFKA) {
                Cell twin = new Cell(Who.OTHER, cell.of, cell.where, cell.kept, cell.what);
                String other =
                        Objects.requireNonNull(answers.get(twin))
                                .replace(twin.original(), cell.original());
                assertEquals(
                        answer.contains("\"held\"") ? withoutDetail(other) : other,
                        answer,
                        cell.toString());
            }
        });
    }

    private static String withoutDetail(String receipt) {
        ObjectNode json = (ObjectNode) read(receipt);
        json.remove("detail");
        return json.toString();
    }

    /** Once for what was tried and once for what was sent, or both counted in one. */
    private void isNoted() {
        Map<String, String> expected =
                Map.of(
                        run + "-stranger", Permission.ANOTHERS_SOURCE.detail(),
                        run + "-limited", RefusalCodes.BEYOND_LIMITS,
                        run + "-sender", RefusalCodes.BEYOND_LIMITS);
        expected.forEach((actor, detail) ->
                Awaitility.await()
                        .atMost(Duration.ofMinutes(2))
                        .untilAsserted(() ->
                                given().header("Authorization", "Bearer " + AdminCaller.key())
                                        .queryParam("actor", actor)
                                        .queryParam("type", "access.refused")
                                        .get("/api/v1/audit")
                                        .then()
                                        .statusCode(200)
                                        .body(
                                                "items.data.detail.unique()",
                                                equalTo(List.of(detail)))));
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
