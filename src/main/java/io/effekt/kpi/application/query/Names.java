package io.effekt.kpi.application.query;

import io.effekt.kernel.Language;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.organization.Organisation;
import io.effekt.organization.Team;
import io.effekt.organization.ValueStream;

/** What people call KPIs and scopes. */
public final class Names {
    private Names() {}

    /** In that language, or in the nearest one it has a name in. */
    public static String of(Kpi kpi, Language language) {
        String name = language.pick(kpi.name());
        return name.isEmpty() ? kpi.key() : name;
    }

    /** Teams and streams have one name in all languages. */
    public static String of(Organisation organisation, Scope scope, Language language) {
        return switch (scope) {
            case Scope.Team(String key) -> {
                Team team = organisation.teams().get(key);
                yield team == null ? key : team.name();
            }
            case Scope.Stream(String key) -> {
                ValueStream stream = organisation.streams().get(key);
                yield stream == null ? key : stream.name();
            }
            case Scope.Org org ->
                    switch (language) {
                        case NB, NN -> "Organisasjonen";
                        case EN -> "Organisation";
                    };
        };
    }
}
