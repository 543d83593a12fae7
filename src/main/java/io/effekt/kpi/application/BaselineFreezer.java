package io.effekt.kpi.application;

import io.effekt.database.Tx;
import io.effekt.kernel.DateSpan;
import io.effekt.kpi.domain.definition.DecisionFacts;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.KpiScope;

/** Computes the value of a baseline on the day that it is locked. */
public interface BaselineFreezer {
    /**
     * @param definitions as they are before the baseline is set; the KPI and the scope are in them
     * @param span closed
     */
    DecisionFacts.Frozen freeze(Tx tx, Definitions definitions, KpiScope at, DateSpan span);
}
