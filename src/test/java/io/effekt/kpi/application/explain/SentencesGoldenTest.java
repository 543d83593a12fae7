package io.effekt.kpi.application.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.effekt.kernel.Language;
import io.effekt.kernel.Period;
import io.effekt.kernel.PeriodUnit;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.Basis;
import io.effekt.kpi.domain.definition.Comparator;
import io.effekt.kpi.domain.definition.Direction;
import io.effekt.kpi.domain.definition.KpiDraft;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.evaluation.Explainer;
import io.effekt.kpi.domain.evaluation.Explanation;
import io.effekt.kpi.domain.evaluation.TestWorld;
import io.effekt.kpi.domain.measurement.RowKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every kind of sentence over many periods, scopes, targets, values and units, in two languages.
 * The golden file says what they were; it changes only when a sentence is meant to.
 */
class SentencesGoldenTest {
    private static final String LATER = "2027-09-01";
    private static final List<String> SCOPES = List.of("team:a", "stream:s", "org");
    private static final List<String> UNITS =
            List.of("count", "points", "hours", "days", "h", "per h", "%", "NOK");

    private final Set<String> sentences = new LinkedHashSet<>();

    @Test
    void sentencesAreThoseOfTheGoldenFile() throws IOException {
        periods();
        comparisons();
        openSums();
        verdictsWithoutTarget();
        smallGroups();

        String said = String.join("\n", sentences) + "\n";
        try (InputStream golden = getClass().getResourceAsStream("/sentences.txt")) {
            assertNotNull(golden);
            assertEquals(new String(golden.readAllBytes(), StandardCharsets.UTF_8), said);
        }
    }

    private void periods() {
        for (PeriodUnit unit : PeriodUnit.values()) {
            for (String scope : SCOPES) {
                TestWorld world =
                        world(KpiDraft.ratio().period(unit))
                                .target("org", Comparator.GTE, "70", "60")
                                .ratio(scope, "2026-03-10", "41", "55");
                Period period = Period.of(unit, LocalDate.parse("2026-03-10"));
                say(world, scope, period, "2026-03-10T20:00:00Z");
                say(world, scope, period, LATER);
                say(world, scope, period.next(), period.next().start().toString());
                say(world, scope, null, LATER);
            }
            TestWorld empty = world(KpiDraft.ratio().period(unit));
            Period period = Period.of(unit, LocalDate.parse("2026-01-01"));
            for (int i = 0; i < 12; i++) {
                say(empty, "org", period, LATER);
                period = period.next();
            }
        }
    }

    private void comparisons() {
        int next = 0;
        for (Comparator comparator : Comparator.values()) {
            Direction direction =
                    switch (comparator) {
                        case GTE, GT -> Direction.UP;
                        case LTE, LT -> Direction.DOWN;
                        case BETWEEN -> Direction.BAND;
                    };
            boolean band = comparator == Comparator.BETWEEN;
            String warning =
                    switch (direction) {
                        case UP -> "1";
                        case DOWN -> "1500";
                        case BAND -> "1..1500.5";
                        case NEUTRAL -> "";
                    };
            for (String value :
                    List.of(
                            "-1234567.891",
                            "-1",
                            "1",
                            "2",
                            "2.0004",
                            "700.25",
                            "1234.5",
                            "99999")) {
                KpiDraft draft =
                        KpiDraft.number(Aggregation.LAST, RollUp.MEAN)
                                .direction(direction)
                                .unit(UNITS.get(next++ % UNITS.size()));
                String goal = band ? "2..700.25" : direction == Direction.UP ? "2" : "700.25";
                for (String given : new String[] {warning, null}) {
                    say(
                            world(draft)
                                    .target("org", comparator, goal, given)
                                    .number("team:a", "2026-03-10", value),
                            "team:a",
                            Period.parse("2026-03"),
                            LATER);
                }
            }
        }
    }

    private void openSums() {
        for (String unit : UNITS) {
            TestWorld atLeast =
                    world(KpiDraft.number(Aggregation.SUM, RollUp.SUM).unit(unit))
                            .target("org", Comparator.GTE, "1234", "93")
                            .number("org", "2026-03-01T01:00:00Z", "1");
            TestWorld band =
                    world(
                                    KpiDraft.number(Aggregation.SUM, RollUp.SUM)
                                            .direction(Direction.BAND)
                                            .unit(unit))
                            .target("org", Comparator.BETWEEN, "31..62", "15.5..93")
                            .number("org", "2026-03-01T01:00:00Z", "20");
            for (String at : List.of("2026-03-01", "2026-03-02", "2026-03-11", "2026-03-31")) {
                say(atLeast, "org", Period.parse("2026-03"), at);
                say(band, "org", Period.parse("2026-03"), at);
            }
        }
    }

    private void verdictsWithoutTarget() {
        for (String scope : SCOPES) {
            Period march = Period.parse("2026-03");
            say(world(KpiDraft.ratio()).ratio(scope, "2026-03-10", "1", "8"), scope, march, LATER);
            say(
                    world(KpiDraft.ratio().direction(Direction.NEUTRAL))
                            .ratio(scope, "2026-03-10", "1", "8"),
                    scope,
                    march,
                    LATER);
            say(
                    world(KpiDraft.ratio())
                            .target("org", Comparator.GTE, Basis.PERCENT_CHANGE, "10", null)
                            .ratio(scope, "2026-03-10", "1", "8"),
                    scope,
                    march,
                    LATER);
        }
        for (String value : List.of("1", "7", "12")) {
            TestWorld world =
                    world(KpiDraft.number(Aggregation.LAST, RollUp.NONE))
                            .target("org", Comparator.GTE, "10", "5")
                            .number("team:a", "2026-03-10", value);
            say(world, "stream:s", Period.parse("2026-03"), LATER);
            say(world, "stream:s", null, LATER);
        }
    }

    private void smallGroups() {
        TestWorld answers =
                world(KpiDraft.scores(Aggregation.ENPS))
                        .target("org", Comparator.GTE, "20", "0")
                        .scores("team:a", "2026-03-10", "9:2 3:1");
        for (String at : List.of("2026-03-20", "2026-04-02", LATER)) {
            say(answers, "team:a", Period.parse("2026-03"), at);
            say(answers, "team:a", null, at);
        }
    }

    private static TestWorld world(KpiDraft draft) {
        return new TestWorld(draft.name(Map.of("en", "Adoption", "nb", "Bruk"))).team("a", "s");
    }

    private void say(TestWorld world, String scope, @Nullable Period period, String at) {
        Period asked = period == null ? world.headline(scope, at).period() : period;
        if (asked == null) {
            return;
        }
        Explanation explanation =
                new Explainer(world.journal(at).inputs(asked), RowKey.of(Scope.parse(scope)))
                        .explain(period == null);
        List<String> said = new ArrayList<>();
        for (Language language : List.of(Language.EN, Language.NB)) {
            said.add(
                    language.tag()
                            + ": "
                            + Sentences.say(
                                    world.kpi(),
                                    world.definitions().organisation(),
                                    explanation,
                                    language));
        }
        sentences.addAll(said);
    }
}
