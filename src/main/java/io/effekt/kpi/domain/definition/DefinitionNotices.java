package io.effekt.kpi.domain.definition;

import io.effekt.kpi.domain.definition.DefinitionEvent.BaselineSet;
import io.effekt.kpi.domain.definition.DefinitionEvent.KpiDefined;
import io.effekt.kpi.domain.definition.DefinitionEvent.Organised;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sentences for the author of an accepted change: what follows from it. */
public final class DefinitionNotices {
    private DefinitionNotices() {}

    /**
     * @param before the definitions that the event changed
     */
    public static List<String> of(Definitions before, DefinitionEvent event) {
        return switch (event) {
            case Organised organised -> List.of();
            case KpiDefined(Kpi kpi) -> of(before.kpis().get(kpi.key()), kpi);
            case BaselineSet set -> of(set);
            case DefinitionEvent.KpiRetired retired ->
                    List.of("It takes no new measurements from now on; its history stays.");
            case DefinitionEvent.TargetsSet set -> List.of();
            case DefinitionEvent.TargetsRemoved removed -> List.of();
            case DefinitionEvent.BaselineRemoved removed -> List.of();
            case DefinitionEvent.HeldReleased released -> List.of();
            case DefinitionEvent.StatusOverridden overridden -> List.of();
            case DefinitionEvent.OverrideLifted lifted -> List.of();
        };
    }

    private static List<String> of(@Nullable Kpi current, Kpi kpi) {
        if (current == null) {
            return List.of();
        }
        List<String> notices = new ArrayList<>(KpiRules.consequences(current, kpi));
        if (current.retired() && !kpi.retired()) {
            notices.add("It was retired, and takes measurements again.");
        }
        if (!current.retired() && kpi.retired()) {
            notices.add("It takes no new measurements from now on; its history stays.");
        }
        return notices;
    }

    private static List<String> of(BaselineSet set) {
        return set.baseline() instanceof Baseline.Span span
                        && span.locked()
                        && span.frozen() == null
                ? List.of(
                        "There was no data in the span: the locked baseline has no value, and stays"
                                + " so until it is set again.")
                : List.of();
    }
}
