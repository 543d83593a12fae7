package io.effekt.kpi.domain.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.kernel.Period;
import io.effekt.kernel.Refusal;
import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiDraft;
import io.effekt.kpi.domain.evaluation.TestWorld;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which late measurements may be released together: five answers are the smallest group. */
class ReleaseRulesTest {
    private static final Kpi SURVEY = KpiDraft.scores(Aggregation.MEAN).kpi();

    private static Content scores(String answers) {
        return TestWorld.answers(answers);
    }

    private static boolean isAllowed(
            List<Content> standing, List<Content> added, List<Content> removed) {
        return ReleaseRules.check(SURVEY, standing, added, removed).isEmpty();
    }

    @Test
    void asManyAsMayBeShownMayCome() {
        assertTrue(isAllowed(List.of(), List.of(scores("9:3"), scores("2:2")), List.of()));
        assertFalse(isAllowed(List.of(), List.of(scores("9:3"), scores("2:1")), List.of()));
        assertFalse(isAllowed(List.of(scores("9:40")), List.of(scores("9:4")), List.of()));
    }

    @Test
    void answersThatStayTheSameDoNotCount() {
        List<Content> standing = List.of(scores("9:20"));

        assertFalse(isAllowed(standing, List.of(scores("9:16 1:4")), standing));
        assertTrue(isAllowed(standing, List.of(scores("9:15 1:5")), standing));
        assertFalse(isAllowed(standing, standing, standing));
    }

    @Test
    void aRetractionLeavesNoneOrAsManyAsMayBeShown() {
        List<Content> standing = List.of(scores("9:6"), scores("3:4"));

        assertTrue(isAllowed(standing, List.of(), standing));
        assertFalse(isAllowed(standing, List.of(), List.of(scores("9:6"))));
        assertTrue(
                isAllowed(
                        List.of(scores("9:6"), scores("3:5")), List.of(), List.of(scores("9:6"))));
    }

    @Test
    void trialsAreSuccessesAndFailures() {
        Kpi kpi = KpiDraft.ratio().trials().minGroupSize(10).kpi();
        Content before = new Content.Ratio(new BigDecimal(20), new BigDecimal(40));
        Content little = new Content.Ratio(new BigDecimal(29), new BigDecimal(40));
        Content enough = new Content.Ratio(new BigDecimal(30), new BigDecimal(40));

        assertTrue(
                ReleaseRules.check(kpi, List.of(before), List.of(little), List.of(before))
                        .isPresent());
        assertTrue(
                ReleaseRules.check(kpi, List.of(before), List.of(enough), List.of(before))
                        .isEmpty());
    }

    @Test
    void theRefusalNamesTheNumberNeededAndNoOther() {
        String detail =
                ReleaseRules.check(SURVEY, List.of(), List.of(scores("9:3")), List.of())
                        .orElseThrow()
                        .detail();

        assertEquals("55", detail.replaceAll("[^0-9]", ""));
    }

    @Test
    void aCorrectionTakesNothingOutOfAClosedPeriodIntoAnother() {
        Kpi kpi = KpiDraft.scores(Aggregation.MEAN).kpi();
        Period january = Period.parse("2026-01");
        Instant closed = kpi.closing(january);

        Optional<Refusal> refusal = ReleaseRules.checkMove(kpi, january, january.next(), closed);

        assertEquals("not_permitted", refusal.orElseThrow().code());
        assertTrue(ReleaseRules.checkMove(kpi, january, january, closed).isEmpty());
        assertTrue(
                ReleaseRules.checkMove(kpi, january, january.next(), closed.minusMillis(1))
                        .isEmpty());
    }
}
