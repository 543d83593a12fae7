package io.effekt.resource;

/**
 * What a definition is about.
 *
 * @param kind value-stream, team, kpi, targets or baseline
 * @param key of the value stream, team or KPI; for targets and baselines that of the KPI
 * @param scope of targets and baselines; otherwise empty
 */
public record ResourceId(String kind, String key, String scope) {
    public static final String VALUE_STREAM = "value-stream";
    public static final String TEAM = "team";
    public static final String KPI = "kpi";
    public static final String TARGETS = "targets";
    public static final String BASELINE = "baseline";

    public ResourceId(String kind, String key) {
        this(kind, key, "");
    }

    /** As the log names it: {@code kpi:digital-adoption}, {@code targets:digital-adoption|org}. */
    @Override
    public String toString() {
        return kind + ":" + key + (scope.isEmpty() ? "" : "|" + scope);
    }
}
