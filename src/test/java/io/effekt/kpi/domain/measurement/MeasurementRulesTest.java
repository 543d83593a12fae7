package io.effekt.kpi.domain.measurement;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.kernel.Period;
import io.effekt.kernel.PeriodUnit;
import io.effekt.kernel.Refusal;
import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiDraft;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.evaluation.TestWorld;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a measurement must be to be counted. */
class MeasurementRulesTest {
    private static final Instant NOW = Instant.parse("2026-03-31T21:59:00Z");
    private static final Timing JUST_NOW = new Timing.Moment(NOW);
    private static final Content ONE = new Content.Number(BigDecimal.ONE, BigDecimal.ONE);
    private static final Kpi NUMBER = KpiDraft.number(Aggregation.SUM, RollUp.SUM).kpi();
    private static final Kpi RATIO = KpiDraft.ratio().kpi();
    private static final Kpi TRIALS = KpiDraft.ratio().trials().kpi();
    private static final Kpi SCORES = KpiDraft.scores(Aggregation.ENPS).kpi();

    private static @Nullable Refusal check(Kpi kpi, Content content) {
        return MeasurementRules.check(kpi, content, JUST_NOW, Map.of(), NOW);
    }

    private static @Nullable Refusal check(Kpi kpi, Timing timing) {
        return MeasurementRules.check(kpi, ONE, timing, Map.of(), NOW);
    }

    private static void assertRefused(@Nullable Refusal refusal, String code, String pointer) {
        Refusal got = requireNonNull(refusal, "it was taken");
        assertEquals(code, got.code());
        assertEquals(pointer, got.pointer());
        assertTrue(got.detail().endsWith("."), got.detail());
    }

    private static Content number(String value, String weight) {
        return new Content.Number(new BigDecimal(value), new BigDecimal(weight));
    }

    private static Content ratio(String numerator, String denominator) {
        return new Content.Ratio(new BigDecimal(numerator), new BigDecimal(denominator));
    }

    @Test
    void aMeasurementOfTheKpisShapeIsTaken() {
        assertNull(check(NUMBER, number("-12.5", "0.000000000001")));
        assertNull(check(RATIO, ratio("-3", "0.5")));
        assertNull(check(TRIALS, ratio("3.0", "3")));
        assertNull(check(TRIALS, ratio("0", "1E+3")));
        assertNull(check(SCORES, TestWorld.answers("0:1")));
    }

    @Test
    void anotherShapeIsRefusedWithTheFieldsToSend() {
        Refusal refusal = check(RATIO, ONE);

        assertRefused(refusal, "shape_mismatch", "");
        assertTrue(requireNonNull(refusal).detail().contains("'numerator' and 'denominator'"));
        assertRefused(check(NUMBER, TestWorld.answers("1:1")), "shape_mismatch", "");
        assertRefused(check(SCORES, ratio("1", "1")), "shape_mismatch", "");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, /weight",
        "1, -1, /weight",
        "1.0000000000001, 1, /value",
        "1, 1E+30, /weight"
    })
    void aBadNumberIsRefused(String value, String weight, String pointer) {
        assertRefused(check(NUMBER, number(value, weight)), "invalid_value", pointer);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, /denominator",
        "1, -2, /denominator",
        "1E-13, 1, /numerator",
        "1, 1E+30, /denominator"
    })
    void aBadRatioIsRefused(String numerator, String denominator, String pointer) {
        assertRefused(check(RATIO, ratio(numerator, denominator)), "invalid_value", pointer);
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 1, /numerator",
        "-1, 1, /numerator",
        "3, 2, /numerator",
        "1, 2.5, /denominator"
    })
    void trialsAreWholeAndSuccessesNoMore(String numerator, String denominator, String pointer) {
        assertRefused(check(TRIALS, ratio(numerator, denominator)), "invalid_value", pointer);
        assertNull(check(RATIO, ratio(numerator, denominator)));
    }

    @Test
    void scoresWithoutAnAnswerAreRefused() {
        assertRefused(check(SCORES, TestWorld.answers("3:0")), "invalid_value", "/scores");
        assertRefused(check(SCORES, TestWorld.answers("3:-1")), "invalid_value", "/scores/3");
        assertRefused(
                check(SCORES, TestWorld.answers("3:9223372036854775807")),
                "invalid_value",
                "/scores/3");
    }

    @Test
    void onlyTheKpisDimensionsAreTaken() {
        Kpi kpi = KpiDraft.number(Aggregation.SUM, RollUp.SUM).dimensions("zone").kpi();

        assertNull(MeasurementRules.check(kpi, ONE, JUST_NOW, Map.of("zone", "north"), NOW));
        assertRefused(
                MeasurementRules.check(kpi, ONE, JUST_NOW, Map.of("a/b~", "x"), NOW),
                "unknown_dimension",
                "/dimensions/a~1b~0");
    }

    @Test
    void anUnknownDimensionIsAnsweredWithTheKnownOnes() {
        Kpi kpi = KpiDraft.number(Aggregation.SUM, RollUp.SUM).dimensions("zone", "floor").kpi();
        Refusal of = MeasurementRules.check(kpi, ONE, JUST_NOW, Map.of("wing", "x"), NOW);
        Refusal ofNone = MeasurementRules.check(NUMBER, ONE, JUST_NOW, Map.of("wing", "x"), NOW);

        assertTrue(requireNonNull(of).detail().contains("(zone, floor)"), of.detail());
        assertTrue(requireNonNull(ofNone).detail().contains("(none)"), ofNone.detail());
    }

    @Test
    void aLabelAndACountAtTheirLimitAreTaken() {
        Kpi kpi = KpiDraft.number(Aggregation.SUM, RollUp.SUM).dimensions("zone").kpi();
        Map<String, String> longest = Map.of("zone", "x".repeat(100));
        Map<String, String> longer = Map.of("zone", "x".repeat(101));

        assertNull(MeasurementRules.check(kpi, ONE, JUST_NOW, longest, NOW));
        assertRefused(
                MeasurementRules.check(kpi, ONE, JUST_NOW, longer, NOW),
                "invalid_value",
                "/dimensions/zone");
        assertNull(check(SCORES, TestWorld.answers("0:10000000000 1:0")));
        assertRefused(
                check(SCORES, TestWorld.answers("0:10000000001")), "invalid_value", "/scores/0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two\nlines"})
    void aLabelIsOneLineOfText(String label) {
        Kpi kpi = KpiDraft.number(Aggregation.SUM, RollUp.SUM).dimensions("zone").kpi();

        assertRefused(
                MeasurementRules.check(kpi, ONE, JUST_NOW, Map.of("zone", label), NOW),
                "invalid_value",
                "/dimensions/zone");
    }

    @Test
    void clocksMayDifferByFiveMinutes() {
        assertNull(check(NUMBER, new Timing.Moment(NOW.plusSeconds(300))));
        assertRefused(
                check(NUMBER, new Timing.Moment(NOW.plusSeconds(300).plusNanos(1_000))),
                "observed_in_future",
                "/observedAt");
    }

    @Test
    void aPeriodMayBeSentFromItsFirstDayOn() {
        // In a minute it is April in Oslo.
        assertNull(check(NUMBER, new Timing.Whole(Period.parse("2026-04"))));
        assertNull(check(NUMBER, new Timing.Whole(Period.parse("2026-03"))));
        assertRefused(
                check(NUMBER, new Timing.Whole(Period.parse("2026-04-02"))),
                "observed_in_future",
                "/period");
    }

    @Test
    void aPeriodIsNotLongerThanTheKpisOwn() {
        for (PeriodUnit own : List.of(PeriodUnit.DAY, PeriodUnit.WEEK, PeriodUnit.MONTH)) {
            Kpi kpi = KpiDraft.number(Aggregation.SUM, RollUp.SUM).period(own).kpi();
            for (String sent : List.of("2026-01-05", "2026-W02", "2026-01", "2025-Q4", "2025")) {
                Period period = Period.parse(sent);
                Refusal refusal = check(kpi, new Timing.Whole(period));
                if (period.unit().compareTo(own) <= 0) {
                    assertNull(refusal);
                } else {
                    assertRefused(refusal, "invalid_value", "/period");
                }
            }
        }
    }

    @Test
    void aRetiredKpiTakesNothingNew() {
        assertRefused(
                check(KpiDraft.number(Aggregation.SUM, RollUp.SUM).retired().kpi(), ONE),
                "kpi_retired",
                "/kpi");
    }
}
