package io.effekt.kpi.application.explain;

import io.effekt.kernel.Language;
import io.effekt.kpi.application.query.Names;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.evaluation.Explanation;
import io.effekt.organization.Organisation;
import org.jspecify.annotations.Nullable;

/**
 * What one sentence is about.
 *
 * @param kpiName in the sentence's language, with the value of a dimension where it is of one
 * @param scopeName of the team or value stream
 */
record SentenceContext(Kpi kpi, String kpiName, String scopeName, Explanation explanation) {
    static SentenceContext of(
            Kpi kpi, Organisation organisation, Explanation explanation, Language language) {
        return new SentenceContext(
                kpi,
                Names.of(kpi, language) + part(explanation.row().dimension()),
                Names.of(organisation, explanation.row().scope(), language),
                explanation);
    }

    /** One value of a dimension, as it stands behind the KPI's name: {@code " (zone north)"}. */
    private static String part(@Nullable String dimension) {
        return dimension == null ? "" : " (" + dimension.replaceFirst(":", " ") + ")";
    }
}
