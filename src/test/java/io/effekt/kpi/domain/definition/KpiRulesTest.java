package io.effekt.kpi.domain.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.PeriodUnit;
import io.effekt.kernel.Refusal;
import io.effekt.kpi.domain.evaluation.TestWorld;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What KPIs may say, and what a new version of one may change. */
class KpiRulesTest {
    private static final LocalDate NEW_YEAR = LocalDate.of(2026, 1, 1);

    private static void assertRefused(List<Refusal> refusals, String code, String pointer) {
        assertEquals(1, refusals.size(), refusals.toString());
        Refusal refusal = refusals.getFirst();
        assertEquals(code, refusal.code());
        assertEquals(pointer, refusal.pointer());
        assertTrue(refusal.detail().endsWith("."), refusal.detail());
    }

    @ParameterizedTest
    @CsvSource({
        "NUMBER, SUM, 'SUM AVERAGE MIN MAX NONE'",
        "NUMBER, MEAN, 'AVERAGE MEAN MIN MAX NONE'",
        "NUMBER, LAST, 'SUM AVERAGE MEAN MIN MAX NONE'",
        "NUMBER, MIN, 'MIN MAX NONE'",
        "NUMBER, MAX, 'MIN MAX NONE'",
        "RATIO, POOLED, 'POOLED NONE'",
        "SCORES, ENPS, 'POOLED NONE'",
        "SCORES, FAVOURABLE, 'POOLED NONE'",
        "SCORES, MEAN, 'POOLED NONE'"
    })
    void everyShapeAndAggregationHasItsRollUps(
            Shape shape, Aggregation aggregation, String rollUps) {
        for (RollUp rollUp : RollUp.values()) {
            KpiDraft draft =
                    KpiDraft.number(aggregation, rollUp)
                            .shape(shape)
                            .minGroupSize(KpiRules.defaultMinGroupSize(shape));
            boolean allowed = List.of(rollUps.split(" ", -1)).contains(rollUp.name());

            List<Refusal> refusals = KpiRules.check(draft.kpi());

            if (allowed) {
                assertEquals(List.of(), refusals);
            } else {
                assertRefused(refusals, "roll-up-against-aggregation", "/rollUp");
            }
        }
    }

    @Test
    void noShapeTakesAnAggregationOfAnother() {
        int refused = 0;
        for (Shape shape : Shape.values()) {
            for (Aggregation aggregation : Aggregation.values()) {
                KpiDraft draft =
                        KpiDraft.number(aggregation, RollUp.NONE)
                                .shape(shape)
                                .minGroupSize(KpiRules.defaultMinGroupSize(shape));
                if (!KpiRules.aggregations(shape).contains(aggregation)) {
                    assertRefused(
                            KpiRules.check(draft.kpi()),
                            "aggregation-against-shape",
                            "/aggregation");
                    refused++;
                }
            }
        }
        // 24 pairs, of which 5, 1 and 3 are allowed.
        assertEquals(15, refused);
    }

    static Stream<Arguments> badDefinitions() {
        return Stream.of(
                Arguments.of("required", "/name", draft().name(Map.of())),
                Arguments.of("unknown-language", "/name/se", draft().name(Map.of("se", "x"))),
                Arguments.of("invalid-text", "/name/nb", draft().name(Map.of("nb", " "))),
                Arguments.of(
                        "invalid-text", "/name/nb", draft().name(Map.of("nb", "x".repeat(201)))),
                Arguments.of(
                        "invalid-text",
                        "/description/en",
                        draft().description(Map.of("en", "x".repeat(4001)))),
                Arguments.of("invalid-unit", "/unit", draft().unit("")),
                Arguments.of("invalid-unit", "/unit", draft().unit("x".repeat(41))),
                Arguments.of("invalid-text", "/owner", draft().owner("x".repeat(201))),
                Arguments.of("invalid-grace-days", "/graceDays", draft().graceDays(-1)),
                Arguments.of("invalid-grace-days", "/graceDays", draft().graceDays(367)),
                Arguments.of("trials-against-shape", "/trials", draft().trials()),
                Arguments.of(
                        "min-group-size-against-shape",
                        "/minGroupSize",
                        KpiDraft.ratio().minGroupSize(5)),
                Arguments.of(
                        "min-group-size-required",
                        "/minGroupSize",
                        KpiDraft.scores(Aggregation.ENPS).minGroupSize(null)),
                Arguments.of(
                        "invalid-min-group-size",
                        "/minGroupSize",
                        KpiDraft.scores(Aggregation.ENPS).minGroupSize(2)),
                Arguments.of(
                        "invalid-min-group-size",
                        "/minGroupSize",
                        KpiDraft.ratio().trials().minGroupSize(2)),
                Arguments.of(
                        "invalid-favourable-from",
                        "/favourableFrom",
                        KpiDraft.scores(Aggregation.FAVOURABLE).favourableFrom(11)),
                Arguments.of(
                        "invalid-favourable-from",
                        "/favourableFrom",
                        KpiDraft.scores(Aggregation.FAVOURABLE).favourableFrom(-1)),
                Arguments.of(
                        "too-many-dimensions",
                        "/dimensions",
                        draft().dimensions("a", "b", "c", "d", "e", "f")),
                Arguments.of("invalid-dimension", "/dimensions/1", draft().dimensions("a", "B")),
                Arguments.of("invalid-dimension", "/dimensions/1", draft().dimensions("a", "a")),
                Arguments.of("invalid-replaces", "/replaces", draft().replaces("k")),
                Arguments.of("invalid-replaces", "/replaces", draft().replaces("Not a key")));
    }

    private static KpiDraft draft() {
        return KpiDraft.number(Aggregation.SUM, RollUp.SUM);
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("badDefinitions")
    void faultyDefinitionIsRefusedWithTheFieldThatIsWrong(
            String code, String pointer, KpiDraft draft) {
        assertRefused(KpiRules.check(draft.kpi()), code, pointer);
    }

    @Test
    void aGoodDefinitionIsAccepted() {
        KpiDraft draft =
                KpiDraft.ratio()
                        .trials()
                        .minGroupSize(3)
                        .dimensions("zone", "floor")
                        .name(Map.of("nb", "Bruk", "nn", "Bruk", "en", "Use"))
                        .replaces("earlier");

        assertEquals(List.of(), KpiRules.check(draft.kpi()));
    }

    @Test
    void scoresAreProtectedFromFiveAnswersOnByDefault() {
        assertEquals(5, KpiRules.defaultMinGroupSize(Shape.SCORES));
        assertNull(KpiRules.defaultMinGroupSize(Shape.RATIO));
        assertNull(KpiRules.defaultMinGroupSize(Shape.NUMBER));
    }

    @Test
    void shapePeriodAndZoneAreFixedOnceCounted() {
        Kpi current = draft().kpi();
        Kpi proposed = KpiDraft.ratio().period(PeriodUnit.WEEK).timeZone("Europe/London").kpi();

        List<Refusal> refusals = KpiRules.checkChange(current, proposed, true);

        assertEquals(
                List.of("/shape", "/period", "/timeZone"),
                refusals.stream().map(Refusal::pointer).toList());
        assertTrue(refusals.getFirst().detail().contains("'replaces'"));
        assertEquals(List.of(), KpiRules.checkChange(current, proposed, false));
    }

    @Test
    void theSmallestGroupCanOnlyBeRaised() {
        Kpi current = KpiDraft.ratio().trials().minGroupSize(10).kpi();

        assertRefused(
                KpiRules.checkChange(
                        current, KpiDraft.ratio().trials().minGroupSize(9).kpi(), false),
                "min-group-size-lowered",
                "/minGroupSize");
        assertRefused(
                KpiRules.checkChange(current, KpiDraft.ratio().trials().kpi(), false),
                "min-group-size-lowered",
                "/minGroupSize");
        assertEquals(
                List.of(),
                KpiRules.checkChange(
                        current, KpiDraft.ratio().trials().minGroupSize(11).kpi(), true));
    }

    @Test
    void aPeriodThatWasShownIsNotOpenedAgain() {
        Kpi current = KpiDraft.scores(Aggregation.ENPS).graceDays(5).kpi();
        Kpi longer = KpiDraft.scores(Aggregation.ENPS).graceDays(6).kpi();
        Kpi shorter = KpiDraft.scores(Aggregation.ENPS).graceDays(4).kpi();
        Kpi ofAll = KpiDraft.ratio().graceDays(5).kpi();

        assertRefused(
                KpiRules.checkChange(current, longer, true), "grace-days-raised", "/graceDays");
        assertEquals(List.of(), KpiRules.checkChange(current, longer, false));
        assertEquals(List.of(), KpiRules.checkChange(current, shorter, true));
        assertEquals(
                List.of(), KpiRules.checkChange(ofAll, KpiDraft.ratio().graceDays(9).kpi(), true));
    }

    @Test
    void aChangeThatHoldsForAllPeriodsIsSaid() {
        Kpi current = draft().kpi();
        Kpi proposed =
                draft().unit("h")
                        .aggregation(Aggregation.LAST)
                        .rollUp(RollUp.MEAN)
                        .graceDays(9)
                        .kpi();

        assertEquals(3, KpiRules.consequences(current, proposed).size());
        assertEquals(List.of(), KpiRules.consequences(current, current));
    }

    @Test
    void aDirectionThatTargetsDoNotAgreeWithIsRefused() {
        List<List<Target>> targets =
                List.of(
                        List.of(),
                        List.of(
                                new Target(
                                        new DateSpan(NEW_YEAR, null),
                                        Comparator.GTE,
                                        Basis.ABSOLUTE,
                                        TestWorld.boundary("1"),
                                        null)));

        assertRefused(
                KpiRules.checkTargets(draft().direction(Direction.DOWN).kpi(), targets),
                "direction-against-targets",
                "/direction");
        assertEquals(List.of(), KpiRules.checkTargets(draft().kpi(), targets));
    }

    @Test
    void definitionWithEveryFieldAtItsLimitIsAccepted() {
        KpiDraft first =
                KpiDraft.ratio()
                        .trials()
                        .minGroupSize(1_000_000)
                        .graceDays(366)
                        .favourableFrom(10)
                        .unit("x".repeat(40))
                        .owner("x".repeat(200))
                        .name(Map.of("nb", "x".repeat(200)))
                        .description(Map.of("nn", "x".repeat(4_000)))
                        .dimensions("a", "b", "c", "d", "e");
        KpiDraft last = KpiDraft.scores(Aggregation.FAVOURABLE).favourableFrom(0).graceDays(0);

        assertEquals(List.of(), KpiRules.check(first.kpi()));
        assertEquals(List.of(), KpiRules.check(last.minGroupSize(3).kpi()));
        assertRefused(
                KpiRules.check(first.minGroupSize(1_000_001).kpi()),
                "invalid-min-group-size",
                "/minGroupSize");
    }

    @Test
    void theSameSmallestGroupIsNoChange() {
        Kpi kpi = KpiDraft.scores(Aggregation.ENPS).kpi();

        assertEquals(List.of(), KpiRules.checkChange(kpi, kpi, true));
    }
}
