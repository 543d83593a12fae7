package io.effekt.privacy;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.database.Database;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A small organisation that has asked its people in two months that are closed, built and changed
 * through the door. Every answer is known here, and so is what each row held in each state.
 */
final class SurveyOverHttp {
    private static final int ANSWERS_OF_ONE = 8;
    private static final LocalDate FOUNDED = LocalDate.parse("2020-01-01");

    /** Some people's answers, which always count together. */
    static final class Group {
        private final String id;
        private final int[] scores;

        private Group(String id, int[] scores) {
            this.id = id;
            this.scores = scores;
        }

        String id() {
            return id;
        }

        int count() {
            return scores.length;
        }

        int sum() {
            return Arrays.stream(scores).sum();
        }

        private String json() {
            Map<Integer, Long> counts =
                    Arrays.stream(scores)
                            .boxed()
                            .collect(
                                    Collectors.groupingBy(
                                            score -> score, TreeMap::new, Collectors.counting()));
            return counts.entrySet().stream()
                    .map(entry -> "\"" + entry.getKey() + "\": " + entry.getValue())
                    .collect(Collectors.joining(", ", "{", "}"));
        }

        @Override
        public String toString() {
            return id + json();
        }
    }

    /** A row that is published. */
    record Row(String scope, @Nullable String dimension, String month) {}

    /**
     * What rows held after a step.
     *
     * @param moment after which the next step began
     * @param corrected whether a steward has changed what counted before, and answers for what that
     *     tells
     */
    record State(Instant moment, int limit, Map<Row, List<Group>> rows, boolean corrected) {}

    private record Span(String stream, LocalDate from, @Nullable LocalDate to) {}

    private record Sent(String scope, @Nullable String zone, String month, Group group) {
        LocalDate day() {
            return LocalDate.parse(month + "-17");
        }

        String json(String kpi) {
            return """
            {"id": "%s", "kpi": "%s", "scope": "%s", "observedAt": "%sT12:00:00Z", "scores": %s%s}
            """
                    .formatted(
                            group.id,
                            kpi,
                            scope,
                            day(),
                            group.json(),
                            zone == null ? "" : ", \"dimensions\": {\"zone\": \"" + zone + "\"}");
        }
    }

    private final SplittableRandom random;
    private final Database database;
    private final String run;
    private final String reader;
    private final Consumer<SurveyOverHttp> settled;
    private final List<String> streams;
    private final List<String> months;
    private final Map<String, List<Span>> teams = new TreeMap<>();
    private final List<Sent> counting = new ArrayList<>();
    private final Map<String, List<Sent>> held = new HashMap<>();
    private final List<Group> groups = new ArrayList<>();
    private final List<State> states = new ArrayList<>();
    private int limit = 5;
    private String rollUp;
    private List<String> dimensions;
    private int sent;
    private boolean corrected;

    /**
     * @param run what all keys begin with
     * @param reader key of a client who may send too, and is no steward
     * @param settled reads what is published after each step
     */
    SurveyOverHttp(
            SplittableRandom random,
            Database database,
            String run,
            String reader,
            Consumer<SurveyOverHttp> settled) {
        this.random = random;
        this.settled = settled;
        this.database = database;
        this.run = run;
        this.reader = reader;
        YearMonth now = YearMonth.now(ZoneId.of("Europe/Oslo"));
        months = List.of(now.minusMonths(3).toString(), now.minusMonths(2).toString());
        streams = IntStream.range(0, random.nextInt(1, 4)).mapToObj(i -> run + "-s" + i).toList();
        rollUp = chance(0.1) ? "none" : "pooled";
        dimensions = chance(0.4) ? List.of("zone") : List.of();
        for (int i = random.nextInt(3, 7); i > 0; i--) {
            teams.put(run + "-t" + i, chance(0.1) ? List.of() : somewhere());
        }
        define(streams, List.copyOf(teams.keySet()));
        List<Sent> first = new ArrayList<>();
        for (String month : months) {
            teams.keySet().forEach(team -> draw(first, "team:" + team, month, 0.9));
            streams.forEach(stream -> draw(first, "stream:" + stream, month, 0.2));
        }
        Response receipts = post(given(), first);
        assertEquals(first.size(), receipts.<Integer>path("counted"), receipts.asString());
        counting.addAll(first);
        settle();
    }

    String kpi() {
        return run + "-k";
    }

    List<String> months() {
        return months;
    }

    List<String> streams() {
        return streams;
    }

    List<Group> groups() {
        return groups;
    }

    List<State> states() {
        return states;
    }

    /** Every scope that a row may be of. */
    List<String> scopes() {
        List<String> scopes = new ArrayList<>(List.of("org"));
        streams.forEach(stream -> scopes.add("stream:" + stream));
        teams.keySet().forEach(team -> scopes.add("team:" + team));
        return scopes;
    }

    private boolean chance(double share) {
        return random.nextDouble() < share;
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /**
     * Something changes, in a way that may tell on somebody. What lies between two changes is read
     * as well: a row that was shown there is known afterwards, and no secret.
     */
    void step() {
        String team = any(List.copyOf(teams.keySet()));
        switch (random.nextInt(10)) {
            case 0 -> {
                teams.put(team, somewhere());
                put("/teams/" + team, team(team));
            }
            case 1 -> moveByRetirement(team);
            case 2 -> {
                moveByRetirement(team);
                settle();
                moveByRetirement(team);
            }
            case 3 -> {
                teams.put(team, List.of());
                put("/teams/" + team, team(team));
                settle();
                moveByRetirement(team);
            }
            case 4 -> {
                delete("/kpis/" + kpi());
                redefine();
                teams.put(team, somewhere());
                define(List.of(), List.of(team));
            }
            case 5 -> {
                String stream = any(streams);
                delete("/value-streams/" + stream);
                settle();
                teams.replaceAll((key, spans) -> chance(0.4) ? somewhere() : spans);
                define(List.of(stream), List.copyOf(teams.keySet()));
            }
            case 6 ->
                    retire(team, LocalDate.parse(any(months) + "-01").plusDays(random.nextInt(28)));
            case 7 -> corrected();
            default -> late(team, any(months));
        }
        settle();
    }

    /** From a day on: what was observed before it stays where it was. */
    private void retire(String team, LocalDate on) {
        String path = "/teams/" + team + "?on=" + on;
        Response answer = given().delete("/api/v1" + path);
        if (answer.statusCode() == 422 && "retired-before".equals(answer.path("code"))) {
            // From an earlier day on already, so that nothing reaches this one.
            assertTrue(
                    teams.getOrDefault(team, List.of()).stream()
                            .allMatch(span -> span.to() != null && !span.to().isAfter(on)),
                    path);
            return;
        }
        assertTrue(answer.statusCode() < 300, path + ": " + answer.asString());
        List<Span> left = new ArrayList<>();
        for (Span span : teams.getOrDefault(team, List.of())) {
            if (span.from().isBefore(on)) {
                boolean ends = span.to() == null || on.isBefore(span.to());
                left.add(ends ? new Span(span.stream(), span.from(), on) : span);
            }
        }
        teams.put(team, left);
    }

    /** A steward corrects what counts, or takes it back, at once. */
    private void corrected() {
        if (counting.isEmpty()) {
            return;
        }
        Sent was = any(counting);
        Group group = new Group(run + "-m" + sent++, some());
        boolean isTaken = chance(0.4);
        String how = ", \"source\": \"admin\", \"reason\": \"counted wrong\", \"%s\": \"%s\"}";
        String body =
                isTaken
                        ? "{\"id\": \"%s\"".formatted(group.id)
                                + how.formatted("retracts", was.group.id)
                        : new Sent(was.scope, was.zone, was.month, group)
                                        .json(kpi())
                                        .strip()
                                        .replaceFirst("}$", "")
                                + how.formatted("corrects", was.group.id);
        Response receipt =
                given().contentType("application/json")
                        .header("Prefer", "wait=30")
                        .body(body)
                        .post("/api/v1/measurements");
        // What is another client's is not corrected by its id under one's own source.
        if (receipt.statusCode() == 200 && "counted".equals(receipt.path("receipts[0].receipt"))) {
            corrected = true;
            counting.remove(was);
            if (!isTaken) {
                groups.add(group);
                counting.add(new Sent(was.scope, was.zone, was.month, group));
            }
        }
    }

    private void moveByRetirement(String team) {
        delete("/teams/" + team);
        settle();
        if (chance(0.3)) {
            late(team, any(months));
            settle();
        }
        teams.put(team, somewhere());
        put("/teams/" + team, team(team));
    }

    /** Names of the dimensions that the KPI has now. */
    List<String> dimensions() {
        return dimensions;
    }

    private void redefine() {
        limit += chance(0.3) ? random.nextInt(1, 3) : 0;
        rollUp = chance(0.3) ? any(List.of("none", "pooled")) : rollUp;
        dimensions = chance(0.3) ? any(List.of(List.of(), List.of("zone"))) : dimensions;
    }

    /** Somebody who is no steward sends what is too late; a steward releases it, where he may. */
    private void late(String team, String month) {
        String scope = "team:" + team;
        List<Sent> more = new ArrayList<>();
        draw(more, scope, month, 1);
        draw(more, scope, month, 0.5);
        Response receipts = post(given().header("Authorization", "Bearer " + reader), more);
        assertEquals(more.size(), receipts.<Integer>path("held"), receipts.asString());
        List<Sent> waiting = held.computeIfAbsent(scope + month, any -> new ArrayList<>());
        waiting.addAll(more);
        Response released =
                given().contentType("application/json")
                        .body(
                                """
                                {"kpi": "%s", "scope": "%s", "period": "%s", "reason": "late"}
                                """
                                        .formatted(kpi(), scope, month))
                        .post("/api/v1/measurements/held/release");
        if (released.statusCode() == 200) {
            assertEquals(waiting.size(), released.<Integer>path("counted"), released.asString());
            counting.addAll(waiting);
            waiting.clear();
        } else {
            assertEquals("release-too-small", released.path("code"), released.asString());
        }
    }

    private void draw(List<Sent> into, String scope, String month, double share) {
        for (String zone : dimensions.isEmpty() ? List.of("") : List.of("a", "b", "")) {
            if (chance(dimensions.isEmpty() ? share : share / 2)) {
                Group group = new Group(run + "-m" + sent++, some());
                groups.add(group);
                into.add(new Sent(scope, zone.isEmpty() ? null : zone, month, group));
            }
        }
    }

    private int[] some() {
        return random.ints(random.nextInt(1, ANSWERS_OF_ONE), 0, 11).toArray();
    }

    private Response post(RequestSpecification from, List<Sent> some) {
        return from.contentType("application/json")
                .header("Prefer", "wait=30")
                .body(
                        some.stream()
                                .map(one -> one.json(kpi()))
                                .collect(Collectors.joining(",", "[", "]")))
                .post("/api/v1/measurements");
    }

    private List<Span> somewhere() {
        LocalDate moved = LocalDate.parse(months.getFirst() + "-01").plusDays(random.nextInt(60));
        return chance(0.6)
                ? List.of(new Span(any(streams), FOUNDED, null))
                : List.of(
                        new Span(any(streams), FOUNDED, moved),
                        new Span(any(streams), moved, null));
    }

    private String team(String key) {
        return teams.getOrDefault(key, List.of()).stream()
                .map(span ->
                        "{\"valueStream\": \"%s\", \"from\": \"%s\", \"to\": %s}"
                                .formatted(
                                        span.stream(),
                                        span.from(),
                                        span.to() == null ? "null" : "\"" + span.to() + "\""))
                .collect(
                        Collectors.joining(
                                ", ", "{\"name\": \"" + key + "\", \"memberships\": [", "]}"));
    }

    private static void put(String path, String body) {
        Response answer = given().contentType("application/json").body(body).put("/api/v1" + path);
        assertTrue(answer.statusCode() < 300, path + ": " + answer.asString());
    }

    private static void delete(String path) {
        Response answer = given().delete("/api/v1" + path);
        assertTrue(answer.statusCode() < 300, path + ": " + answer.asString());
    }

    /** One document with these streams and teams, and the KPI. */
    private void define(List<String> someStreams, List<String> someTeams) {
        put(
                "/definitions",
                """
                {"valueStreams": [%s], "teams": [%s], "kpis": [{"key": "%s",
                 "name": {"en": "%s"}, "unit": "points", "shape": "scores", "aggregation": "mean",
                 "rollUp": "%s", "direction": "up", "period": "month", "minGroupSize": %d,
                 "dimensions": [%s]}], "targets": [{"kpi": "%s", "scope": "org", "targets":
                 [{"from": "2020-01-01", "to": null, "comparator": "gte", "value": 5}]}]}
                """
                        .formatted(
                                someStreams.stream()
                                        .map(key -> "{\"key\": \"" + key + "\", \"name\": \"S\"}")
                                        .collect(Collectors.joining(", ")),
                                someTeams.stream()
                                        .map(key ->
                                                "{\"key\": \"%s\", %s"
                                                        .formatted(key, team(key).substring(1)))
                                        .collect(Collectors.joining(", ")),
                                kpi(),
                                kpi(),
                                rollUp,
                                limit,
                                dimensions.isEmpty() ? "" : "\"zone\"",
                                kpi()));
    }

    /** Waits until every row says what is known by now, and has them read. */
    private void settle() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        database.query(
                                                """
                                                select (select count(*) from rebucket_order
                                                    where starts_with(scope, $1))
                                                  + (select count(*) from dirty_mark where kpi = $2
                                                    and coalesce(due_at, marked_at) <= clock_timestamp())
                                                """,
                                                "team:" + run,
                                                kpi())
                                        .iterator()
                                        .next()
                                        .getLong(0)
                                == 0);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        states.add(new State(now, limit, rows(), corrected));
        corrected = false;
        settled.accept(this);
    }

    private Map<Row, List<Group>> rows() {
        Map<Row, List<Group>> rows = new LinkedHashMap<>();
        for (Sent one : counting) {
            Set<String> scopes = new LinkedHashSet<>(Set.of(one.scope()));
            if (!rollUp.equals("none")) {
                scopes.add("org");
                streamOf(one).ifPresent(scopes::add);
            }
            for (String scope : scopes) {
                add(rows, new Row(scope, null, one.month()), one.group());
                if (one.zone() != null && !dimensions.isEmpty()) {
                    add(rows, new Row(scope, "zone:" + one.zone(), one.month()), one.group());
                }
            }
        }
        return rows;
    }

    private Optional<String> streamOf(Sent one) {
        return teams.getOrDefault(one.scope().replaceFirst("^team:", ""), List.of()).stream()
                .filter(span ->
                        !one.day().isBefore(span.from())
                                && (span.to() == null || one.day().isBefore(span.to())))
                .map(span -> "stream:" + span.stream())
                .findFirst();
    }

    private static void add(Map<Row, List<Group>> rows, Row row, Group group) {
        rows.computeIfAbsent(row, any -> new ArrayList<>()).add(group);
    }
}
