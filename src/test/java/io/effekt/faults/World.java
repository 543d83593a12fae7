package io.effekt.faults;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * An organisation and its measurements of 2025, made from a seed, with the sums that they add up
 * to: three value streams, twelve teams, of which one moves in July, and three KPIs by the month.
 * The sums are made here, from what is sent, and know nothing of how the service computes.
 */
final class World {
    static final int PER_BATCH = 1_000;
    static final String SOURCE = "urn:load";

    private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");
    private static final long FROM = Instant.parse("2025-01-01T12:00:00Z").getEpochSecond();
    private static final long TO = Instant.parse("2025-12-31T12:00:00Z").getEpochSecond();
    private static final LocalDate MOVE = LocalDate.parse("2025-07-01");
    private static final int STREAMS = 3;
    private static final int TEAMS = 12;

    private final String prefix;
    private final List<Sent> sent = new ArrayList<>();
    private final TreeMap<Cell, Sums> truth = new TreeMap<>();

    /**
     * @param prefix of every key and id, so that two worlds may lie in one store
     */
    World(String prefix, long seed, int measurements) {
        this.prefix = prefix;
        SplittableRandom random = new SplittableRandom(seed);
        Figure[] figures = Figure.values();
        for (int i = 0; i < measurements; i++) {
            Sent one =
                    new Sent(
                            prefix + "m" + i,
                            figures[random.nextInt(figures.length)],
                            random.nextInt(TEAMS),
                            Instant.ofEpochSecond(random.nextLong(FROM, TO)),
                            BigDecimal.valueOf(random.nextInt(1, 100_000), 2),
                            BigDecimal.valueOf(random.nextInt(1_000, 200_000), 2));
            sent.add(one);
            count(one);
        }
    }

    /** The three KPIs, each with another way to add up. */
    enum Figure {
        TOTAL("\"unit\":\"h\",\"shape\":\"number\",\"aggregation\":\"sum\",\"rollUp\":\"sum\""),
        MEAN("\"unit\":\"h\",\"shape\":\"number\",\"aggregation\":\"mean\",\"rollUp\":\"mean\""),
        SHARE(
                "\"unit\":\"%\",\"shape\":\"ratio\",\"aggregation\":\"pooled\",\"rollUp\":\"pooled\"");

        private final String definition;

        Figure(String definition) {
            this.definition = definition;
        }

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** One measurement: its number, and its weight or denominator. */
    record Sent(String id, Figure figure, int team, Instant at, BigDecimal a, BigDecimal b) {}

    /** A KPI at a scope in a month. */
    record Cell(String kpi, String scope, String period) implements Comparable<Cell> {
        @Override
        public int compareTo(Cell other) {
            return (kpi + ' ' + scope + ' ' + period)
                    .compareTo(other.kpi + ' ' + other.scope + ' ' + other.period);
        }
    }

    /**
     * What a cell adds up to: how many, Σ of the numbers (weighted for a mean), Σ of the weights.
     */
    record Sums(Figure figure, long n, BigDecimal over, BigDecimal under) {
        /** The value of the period, to more digits than anybody compares. */
        BigDecimal value() {
            return switch (figure) {
                case TOTAL -> over;
                case MEAN -> over.divide(under, MathContext.DECIMAL64);
                case SHARE ->
                        over.multiply(BigDecimal.valueOf(100)).divide(under, MathContext.DECIMAL64);
            };
        }

        Sums plus(Sums more) {
            return new Sums(figure, n + more.n, over.add(more.over), under.add(more.under));
        }
    }

    private void count(Sent one) {
        LocalDate day = LocalDate.ofInstant(one.at, OSLO);
        Sums sums =
                switch (one.figure) {
                    case TOTAL -> new Sums(one.figure, 1, one.a, BigDecimal.ZERO);
                    case MEAN -> new Sums(one.figure, 1, one.a.multiply(one.b), one.b);
                    case SHARE -> new Sums(one.figure, 1, one.a, one.b);
                };
        for (String scope : List.of(team(one.team), stream(one.team, day), "org")) {
            Cell cell = new Cell(kpi(one.figure), scope, YearMonth.from(day).toString());
            truth.merge(cell, sums, Sums::plus);
        }
    }

    private String stream(int team, LocalDate day) {
        int stream = team == 0 && !day.isBefore(MOVE) ? 1 : team % STREAMS;
        return "stream:" + prefix + "s" + stream;
    }

    /** As a scope. */
    String team(int team) {
        return "team:" + prefix + "t" + team;
    }

    String kpi(Figure figure) {
        return prefix + figure.word();
    }

    /** Every cell that holds anything, at every level. */
    SortedMap<Cell, Sums> truth() {
        return truth;
    }

    int size() {
        return sent.size();
    }

    int batches() {
        return sent.size() / PER_BATCH;
    }

    List<String> ids(int batch) {
        return sent(batch).stream().map(Sent::id).toList();
    }

    private List<Sent> sent(int batch) {
        return sent.subList(batch * PER_BATCH, (batch + 1) * PER_BATCH);
    }

    /** A batch as the door takes it. */
    String json(int batch) {
        StringBuilder json = new StringBuilder("[");
        for (Sent one : sent(batch)) {
            json.append(json.length() == 1 ? "" : ",").append(json(one));
        }
        return json.append(']').toString();
    }

    private String json(Sent one) {
        String numbers =
                switch (one.figure) {
                    case TOTAL -> "\"value\":" + one.a;
                    case MEAN -> "\"value\":" + one.a + ",\"weight\":" + one.b;
                    case SHARE -> "\"numerator\":" + one.a + ",\"denominator\":" + one.b;
                };
        return item(one.id, kpi(one.figure), team(one.team), one.at, numbers);
    }

    /** One measurement as the door takes it. */
    static String item(String id, String kpi, String scope, Instant at, String numbers) {
        return "{\"id\":\""
                + id
                + "\",\"source\":\""
                + SOURCE
                + "\",\"kpi\":\""
                + kpi
                + "\",\"scope\":\""
                + scope
                + "\",\"observedAt\":\""
                + at
                + "\","
                + numbers
                + "}";
    }

    /** Defines all of it, through one instance. */
    void define(Api api) throws IOException {
        for (int i = 0; i < STREAMS; i++) {
            api.put("/value-streams/" + prefix + "s" + i, "{\"name\":\"Stream " + i + "\"}")
                    .expect(200, 201);
        }
        for (int i = 0; i < TEAMS; i++) {
            api.put("/teams/" + prefix + "t" + i, team(i, memberships(i))).expect(200, 201);
        }
        for (Figure figure : Figure.values()) {
            String body =
                    "{\"name\":{\"en\":\""
                            + figure.word()
                            + "\"},"
                            + figure.definition
                            + ",\"direction\":\"up\",\"period\":\"month\"}";
            api.put("/kpis/" + kpi(figure), body).expect(200, 201);
        }
        api.put(
                        "/kpis/" + kpi(Figure.SHARE) + "/targets/org",
                        "{\"targets\":[{\"from\":\"2025-01-01\",\"to\":null,\"comparator\":\"gte\","
                                + "\"value\":50,\"warning\":45}]}")
                .expect(200, 201);
    }

    private static String team(int team, String memberships) {
        return "{\"name\":\"Team " + team + "\",\"memberships\":[" + memberships + "]}";
    }

    private String memberships(int team) {
        if (team != 0) {
            return membership(team % STREAMS, "\"2024-01-01\"", "null");
        }
        String move = "\"" + MOVE + "\"";
        return membership(0, "\"2024-01-01\"", move) + "," + membership(1, move, "null");
    }

    private String membership(int stream, String from, String to) {
        return "{\"valueStream\":\""
                + prefix
                + "s"
                + stream
                + "\",\"from\":"
                + from
                + ",\"to\":"
                + to
                + "}";
    }
}
