package io.effekt.kpi.domain.definition;

import io.effekt.kpi.domain.definition.DefinitionCommand.DefineKpi;
import io.effekt.kpi.domain.definition.DefinitionCommand.SetBaseline;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a decision on definitions has to know of the measurements.
 *
 * @param counted whether any measurement of the KPI has been counted
 * @param frozen the value of the baseline to be locked; null when it was not asked for
 */
public record DecisionFacts(boolean counted, @Nullable Frozen frozen) {
    public static final DecisionFacts NONE = new DecisionFacts(false, null);

    /**
     * @param value null when there was no data in the span
     */
    public record Frozen(@Nullable BigDecimal value, DefinitionEvent.Inputs inputs) {}

    /** What may be asked. Answers are dear; most commands need none. */
    public enum Question {
        COUNTED,
        FROZEN
    }

    /** What has to be answered before {@link DefinitionDecider#decide} may be called. */
    public static Set<Question> asked(Definitions state, DefinitionCommand command) {
        Set<Question> asked = EnumSet.noneOf(Question.class);
        if (command instanceof DefineKpi define) {
            Kpi current = state.kpis().get(define.kpi().key());
            if (current != null
                    && !KpiRules.checkChange(current, define.kpi(), true)
                            .equals(KpiRules.checkChange(current, define.kpi(), false))) {
                asked.add(Question.COUNTED);
            }
        }
        if (command instanceof SetBaseline set
                && set.baseline() instanceof Baseline.Span span
                && span.locked()
                && isNew(state, set)) {
            asked.add(Question.FROZEN);
        }
        return asked;
    }

    private static boolean isNew(Definitions state, SetBaseline set) {
        Kpi kpi = state.kpis().get(set.at().kpi());
        Baseline current = state.baselines().get(set.at());
        return kpi != null
                && state.organisation().isDefined(set.at().scope())
                && BaselineRules.check(kpi, set.baseline()).isEmpty()
                && (current == null || !current.asksTheSameAs(set.baseline()));
    }
}
