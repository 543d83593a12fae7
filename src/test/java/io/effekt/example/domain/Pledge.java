package io.effekt.example.domain;

import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.KpiScope;

/**
 * What a team has promised to do about a KPI.
 *
 * @param kpi key of the KPI
 * @param team key of the team
 */
public record Pledge(String key, String title, String kpi, String team, boolean withdrawn) {
    /** The kind of resource, and the first word of its subjects. */
    public static final String KIND = "pledge";

    /** As the log names it: {@code pledge:fewer-meetings}. */
    public static String subject(String key) {
        return KIND + ":" + key;
    }

    /** Where it belongs: who sees and changes something there sees and changes the pledge. */
    public KpiScope place() {
        return new KpiScope(kpi, new Scope.Team(team));
    }

    Pledge withdrawnNow() {
        return new Pledge(key, title, kpi, team, true);
    }
}
