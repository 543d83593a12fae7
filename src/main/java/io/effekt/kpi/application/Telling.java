package io.effekt.kpi.application;

import io.effekt.kernel.Language;
import io.effekt.kpi.domain.Explanation;
import io.effekt.kpi.domain.Kpi;
import io.effekt.organization.Organisation;

/**
 * What one sentence is about.
 *
 * @param kpiName in the sentence's language
 * @param scopeName of the team or value stream
 */
record Telling(Kpi kpi, String kpiName, String scopeName, Explanation explanation) {
    static Telling of(
            Kpi kpi, Organisation organisation, Explanation explanation, Language language) {
        return new Telling(
                kpi,
                Names.of(kpi, language),
                Names.of(organisation, explanation.row().scope(), language),
                explanation);
    }
}
