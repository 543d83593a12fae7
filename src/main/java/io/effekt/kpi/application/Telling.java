package io.effekt.kpi.application;

import io.effekt.kernel.Language;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.Explanation;
import io.effekt.kpi.domain.Kpi;
import io.effekt.organization.Organisation;
import io.effekt.organization.Team;
import io.effekt.organization.ValueStream;

/**
 * What one sentence is about.
 *
 * @param kpiName in the sentence's language
 * @param scopeName of the team or value stream; empty for the organisation
 */
record Telling(Kpi kpi, String kpiName, String scopeName, Explanation explanation) {
    static Telling of(
            Kpi kpi, Organisation organisation, Explanation explanation, Language language) {
        return new Telling(
                kpi,
                kpiName(kpi, language),
                name(organisation, explanation.row().scope()),
                explanation);
    }

    static String kpiName(Kpi kpi, Language language) {
        String name = language.pick(kpi.name());
        return name.isEmpty() ? kpi.key() : name;
    }

    /** The name of a team or value stream; empty for the organisation. */
    static String name(Organisation organisation, Scope scope) {
        return switch (scope) {
            case Scope.Team(String key) -> {
                Team team = organisation.teams().get(key);
                yield team == null ? key : team.name();
            }
            case Scope.Stream(String key) -> {
                ValueStream stream = organisation.streams().get(key);
                yield stream == null ? key : stream.name();
            }
            case Scope.Org org -> "";
        };
    }
}
