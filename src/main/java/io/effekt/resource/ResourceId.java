package io.effekt.resource;

/**
 * Which resource.
 *
 * @param kind as {@link ResourceType#name} says
 * @param key its own; for a kind at a KPI and scope that of the KPI
 * @param scope of a kind at a KPI and scope; otherwise empty
 */
public record ResourceId(String kind, String key, String scope) {
    public ResourceId(String kind, String key) {
        this(kind, key, "");
    }

    /** As the log names it: {@code kpi:digital-adoption}, {@code targets:digital-adoption|org}. */
    public String subject() {
        return kind + ":" + key + (scope.isEmpty() ? "" : "|" + scope);
    }
}
