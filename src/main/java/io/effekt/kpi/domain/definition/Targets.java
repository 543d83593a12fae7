package io.effekt.kpi.domain.definition;

import io.effekt.kernel.Scope;
import io.effekt.organization.Team;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which target holds for a scope. */
public final class Targets {
    private Targets() {}

    /**
     * @param from the scope that the target was set for
     */
    public record InForce(Scope from, Target target) {}

    /**
     * The target in force on that day: the scope's own, else its stream's, else the organisation's;
     * null for none. A team's stream is the one it belongs to on that day.
     */
    public static @Nullable InForce inForce(
            Definitions definitions, String kpi, Scope scope, LocalDate day) {
        InForce found = own(definitions, kpi, scope, day);
        if (found == null && scope instanceof Scope.Team(String key)) {
            Team team = definitions.organisation().teams().get(key);
            String stream = team == null ? null : team.streamOn(day);
            if (stream != null) {
                found = own(definitions, kpi, new Scope.Stream(stream), day);
            }
        }
        if (found == null && !scope.equals(Scope.ORG)) {
            found = own(definitions, kpi, Scope.ORG, day);
        }
        return found;
    }

    private static @Nullable InForce own(
            Definitions definitions, String kpi, Scope scope, LocalDate day) {
        List<Target> targets =
                definitions.targets().getOrDefault(new KpiScope(kpi, scope), List.of());
        for (Target target : targets) {
            if (target.span().contains(day)) {
                return new InForce(scope, target);
            }
        }
        return null;
    }
}
