package io.effekt.kpi.application;

import io.effekt.database.Tx;
import io.effekt.eventstore.postgres.CountedSeries;
import io.effekt.kernel.Decision;
import io.effekt.kpi.domain.definition.Baseline;
import io.effekt.kpi.domain.definition.DecisionFacts;
import io.effekt.kpi.domain.definition.DecisionFacts.Question;
import io.effekt.kpi.domain.definition.DefinitionCommand;
import io.effekt.kpi.domain.definition.DefinitionCommand.DefineKpi;
import io.effekt.kpi.domain.definition.DefinitionCommand.SetBaseline;
import io.effekt.kpi.domain.definition.DefinitionDecider;
import io.effekt.kpi.domain.definition.DefinitionEvent;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.resource.Deciding;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides on definitions, with the facts of the measurements that a decision has to know. */
@ApplicationScoped
public class DefinitionDecisions {
    private final CountedSeries counted;
    private final BaselineFreezer freezer;

    public DefinitionDecisions(CountedSeries counted, BaselineFreezer freezer) {
        this.counted = counted;
        this.freezer = freezer;
    }

    Decision<DefinitionEvent> decide(Deciding at, DefinitionCommand command) {
        Definitions state = at.now().of(Definitions.class);
        return DefinitionDecider.decide(state, command, facts(at.tx(), state, command));
    }

    /** Each looked up only when it is asked for. */
    private DecisionFacts facts(Tx tx, Definitions state, DefinitionCommand command) {
        Set<Question> asked = DecisionFacts.asked(state, command);
        if (asked.isEmpty()) {
            return DecisionFacts.NONE;
        }
        boolean isCounted =
                asked.contains(Question.COUNTED)
                        && command instanceof DefineKpi define
                        && counted.isCounted(tx, define.kpi().key());
        return new DecisionFacts(
                isCounted, asked.contains(Question.FROZEN) ? frozen(tx, state, command) : null);
    }

    private DecisionFacts.@Nullable Frozen frozen(
            Tx tx, Definitions state, DefinitionCommand command) {
        return command instanceof SetBaseline set && set.baseline() instanceof Baseline.Span span
                ? freezer.freeze(tx, state, set.at(), span.span())
                : null;
    }
}
