package io.effekt.kpi.domain.definition;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Digits;
import io.effekt.kernel.PeriodUnit;
import io.effekt.kernel.Refusal;
import java.time.LocalDate;
import java.util.List;

/** What the baseline of one KPI and scope may say. */
public final class BaselineRules {
    private BaselineRules() {}

    /** What is wrong with it; empty when valid. */
    public static List<Refusal> check(Kpi kpi, Baseline baseline) {
        return switch (baseline) {
            case Baseline.Fixed fixed ->
                    Digits.fit(fixed.value())
                            ? List.of()
                            : List.of(
                                    new Refusal(
                                            "invalid-baseline",
                                            "/value",
                                            "Give at most 30 digits, 12 of them after the point."));
            case Baseline.Span span -> checkSpan(kpi, span.span());
        };
    }

    private static List<Refusal> checkSpan(Kpi kpi, DateSpan span) {
        LocalDate to = span.to();
        if (to == null) {
            return List.of(
                    new Refusal(
                            "baseline-span-open",
                            "/to",
                            "Give the first day after the span: a baseline has an end."));
        }
        PeriodUnit unit = kpi.period();
        if (kpi.aggregation() == Aggregation.SUM && !isWhole(span, unit)) {
            boolean beginsWithin = !unit.startOf(span.from()).equals(span.from());
            return List.of(
                    new Refusal(
                            "baseline-span-not-whole",
                            beginsWithin ? "/from" : "/to",
                            "For aggregation 'sum' begin and end the span where a "
                                    + unit.word()
                                    + " begins, for instance from "
                                    + unit.startOf(span.from())
                                    + " to "
                                    + unit.plus(unit.startOf(to.minusDays(1)), 1)
                                    + "."));
        }
        return List.of();
    }

    /** Whether the span is one or more whole periods of that length. */
    public static boolean isWhole(DateSpan span, PeriodUnit unit) {
        LocalDate to = span.to();
        return to != null
                && unit.startOf(span.from()).equals(span.from())
                && unit.startOf(to).equals(to);
    }
}
