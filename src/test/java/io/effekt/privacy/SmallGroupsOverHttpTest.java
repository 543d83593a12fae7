package io.effekt.privacy;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.effekt.bi.SqlReader;
import io.effekt.database.Database;
import io.effekt.kafka.KafkaAccess;
import io.effekt.kpi.domain.disclosure.Attacker;
import io.effekt.privacy.SurveyOverHttp.Group;
import io.effekt.privacy.SurveyOverHttp.Row;
import io.effekt.privacy.SurveyOverHttp.State;
import io.effekt.testing.Client;
import io.effekt.testing.EffektTestResource;
import io.effekt.testing.Topic;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Somebody without the role of a steward reads everything there is of small organisations that are
 * changed in every way, by every door, at every moment and as of every moment, and solves the
 * equations: what fewer people answered than may be shown must never follow.
 */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class SmallGroupsOverHttpTest {
    private static final long SEED = Long.getLong("solver.seed", 20_261_130);

    /** The world to begin with; world 1 alone tells something through every door. */
    private static final int FIRST = Integer.getInteger("solver.http.first", 1);

    private static final int WORLDS = Integer.getInteger("solver.http.worlds", 2);
    private static final int STEPS = 2;
    private static final Set<String> WAYS =
            Set.of(
                    "OData",
                    "SQL",
                    "children",
                    "explain",
                    "flat",
                    "headlines",
                    "history",
                    "scorecard",
                    "status",
                    "topic");

    @Inject Database database;
    @Inject KafkaAccess kafka;

    @Test
    void nothingSmallFollowsFromAllThatIsReadThroughEveryDoor() throws SQLException {
        System.out.println("SmallGroupsOverHttpTest seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        Map<String, Integer> ways = new TreeMap<>();
        int careless = 0;
        for (int i = 0; i < WORLDS; i++) {
            String world = "world " + i + " of seed " + SEED;
            SplittableRandom own = random.split();
            if (i < FIRST) {
                continue;
            }
            Reading reading = new Reading(own);

            assertNull(reading.told(), world);

            reading.disclosed.byWay().forEach((way, rows) -> ways.merge(way, rows, Integer::sum));
            careless += reading.toldWithoutCare() == null ? 0 : 1;
        }
        System.out.println("SmallGroupsOverHttpTest rows that told something: " + ways);
        // Not every world has a headline that turns after its first import.
        ways.putIfAbsent("topic", 0);
        // Hiding everything would be safe, and no art; and every door has been looked through.
        assertEquals(new TreeSet<>(WAYS), new TreeSet<>(ways.keySet()));
        // The same worlds, with small rows hidden and nothing else.
        assertTrue(careless > 0);
    }

    /**
     * One look at everything.
     *
     * @param sums all that are known by then
     * @param hidden teams that are suppressed then
     * @param corrected whether a steward answers for what is new
     */
    private record Read(
            int limit, Set<List<Group>> sums, Map<Row, List<Group>> hidden, boolean corrected) {}

    /** All that was published of a world, in one pair of hands. */
    private final class Reading {
        private final Disclosed disclosed = new Disclosed();
        private final List<Read> read = new ArrayList<>();
        private final SurveyOverHttp survey;
        private final String key = Client.key("status:read", "bi:read", "measurements:write");
        private @Nullable Reader reader;

        Reading(SplittableRandom random) throws SQLException {
            String run = "p" + UUID.randomUUID().toString().substring(0, 8);
            try (SqlReader sql =
                    SqlReader.granted(
                            "{\"scopes\": \"*\", \"kpis\": \"%s-k\", \"named\": \"*\", \"ever\": \"*\"}"
                                    .formatted(run))) {
                survey =
                        new SurveyOverHttp(
                                random,
                                database,
                                run,
                                key,
                                world -> {
                                    Reader found = reader;
                                    if (found == null) {
                                        // A key is limited to KPIs that there are.
                                        String ofOneKpi =
                                                Client.limited(
                                                        "\"kpis\": [\"" + run + "-k\"]",
                                                        "status:read",
                                                        "bi:read");
                                        found = new Reader(world, key, ofOneKpi, sql, disclosed);
                                        reader = found;
                                    }
                                    settled(world, found);
                                });
                for (int step = 0; step < STEPS; step++) {
                    survey.step();
                }
                survey.states().forEach(state -> asOf(state));
                topic();
                int last = survey.states().getLast().limit();
                read.add(new Read(last, Set.copyOf(disclosed.sums()), Map.of(), false));
            }
        }

        private void settled(SurveyOverHttp world, Reader by) {
            State state = world.states().getLast();
            disclosed.hidden().clear();
            by.readNow(state);
            read.add(
                    new Read(
                            state.limit(),
                            Set.copyOf(disclosed.sums()),
                            Map.copyOf(disclosed.hidden()),
                            state.corrected()));
        }

        private void asOf(State state) {
            if (reader != null) {
                reader.readAsOf(state);
            }
        }

        /** Changes of headlines are told with their value, by when they were evaluated. */
        private void topic() {
            String bootstrap = String.valueOf(kafka.clientConfig().get("bootstrap.servers"));
            new Topic(bootstrap, "effekt.status-changes.v1")
                    .read()
                    .forEach(record -> {
                        JsonNode change = Reader.parsed(Topic.text(record));
                        if (change.path("kpi").asText().equals(survey.kpi())
                                && change.path("value").isNumber()) {
                            Row row =
                                    new Row(
                                            change.path("scope").asText(),
                                            null,
                                            change.path("period").asText());
                            BigDecimal value = change.path("value").decimalValue();
                            // While a steward's first import is on its way, the steward answers.
                            boolean isLater =
                                    Instant.parse(change.path("changedAt").asText())
                                            .isAfter(survey.states().getFirst().moment());
                            Optional<State> state = state(row, value);
                            assertTrue(state.isPresent() || !isLater, change::toString);
                            state.filter(known -> isLater)
                                    .ifPresent(
                                            known -> disclosed.learn("topic", known, row, value));
                        }
                    });
        }

        private Optional<State> state(Row row, BigDecimal value) {
            BigDecimal rounded = value.setScale(9, RoundingMode.HALF_EVEN);
            return survey.states().stream()
                    .filter(state -> {
                        List<Group> held = state.rows().get(row);
                        return held != null && Disclosed.mean(held).compareTo(rounded) == 0;
                    })
                    .findFirst();
        }

        /** What can be worked out and must not be, reading by reading; null for nothing. */
        @Nullable String told() {
            Attacker attacker = new Attacker();
            survey.groups().forEach(group -> attacker.answers(group, group.count()));
            Map<Row, List<Group>> hidden = new LinkedHashMap<>();
            int limit = read.getFirst().limit();
            for (Read next : read) {
                if (next.limit() != limit) {
                    List<Object> few = attacker.smallGroup(limit);
                    if (few != null) {
                        return "fewer than " + limit + ": " + few;
                    }
                    attacker.forgive();
                    limit = next.limit();
                }
                if (next.corrected()) {
                    List<Object> few = attacker.smallGroup(limit);
                    if (few != null) {
                        return "fewer than " + limit + ": " + few;
                    }
                    next.sums().forEach(attacker::learns);
                    attacker.forgive();
                }
                // What is known before anything of this moment is learnt is no secret.
                next.hidden()
                        .forEach((row, held) -> {
                            if (!attacker.knows(held)) {
                                hidden.put(row, held);
                            }
                        });
                next.sums().forEach(attacker::learns);
                for (Map.Entry<Row, List<Group>> entry : hidden.entrySet()) {
                    if (attacker.knows(entry.getValue())) {
                        return "hidden %s, known at reading %d of %s"
                                .formatted(
                                        entry,
                                        read.indexOf(next),
                                        read.stream()
                                                .map(r -> r.hidden().containsKey(entry.getKey()))
                                                .toList());
                    }
                }
            }
            List<Object> few = attacker.smallGroup(limit);
            return few == null ? null : "fewer than " + limit + ": " + few;
        }

        /** The same, were only small rows hidden. */
        @Nullable List<Object> toldWithoutCare() {
            Attacker other = new Attacker();
            survey.groups().forEach(group -> other.answers(group, group.count()));
            int smallest = survey.states().getFirst().limit();
            for (State state : survey.states()) {
                state.rows()
                        .values()
                        .forEach(held -> {
                            if (held.stream().mapToInt(Group::count).sum() >= state.limit()) {
                                other.learns(held);
                            }
                        });
            }
            return other.smallGroup(smallest);
        }
    }

    /** A sender who is no steward is told the same, whatever the numbers are. */
    @Test
    void receiptsForClosedMonthsDoNotDependOnTheNumbers() {
        String key = Client.key("status:read", "measurements:write");
        SurveyOverHttp survey =
                new SurveyOverHttp(
                        new SplittableRandom(SEED),
                        database,
                        "p" + UUID.randomUUID().toString().substring(0, 8),
                        key,
                        world -> {});
        Set<String> receipts = new TreeSet<>();
        for (String scores : List.of("{\"0\": 1}", "{\"10\": 4}", "{\"3\": 1, \"4\": 900}")) {
            for (String address : List.of("?dryRun=true", "")) {
                String id = UUID.randomUUID().toString();
                receipts.add(
                        given().header("Authorization", "Bearer " + key)
                                .header("Prefer", "wait=30")
                                .contentType("application/json")
                                .body(
                                        """
                                        {"id": "%s", "kpi": "%s", "scope": "%s",
                                         "period": "%s", "scores": %s}
                                        """
                                                .formatted(
                                                        id,
                                                        survey.kpi(),
                                                        survey.scopes().getLast(),
                                                        survey.months().getFirst(),
                                                        scores))
                                .post("/api/v1/measurements" + address)
                                .asString()
                                .replace(id, "ID"));
            }
        }

        assertEquals(1, receipts.size(), receipts::toString);
    }
}
