package io.effekt.kpi.domain.definition;

/** How the measurements of one scope become one number for a period. */
public enum Aggregation {
    SUM("sum"),
    MEAN("mean"),
    LAST("last"),
    MIN("min"),
    MAX("max"),
    POOLED("pooled"),
    ENPS("enps"),
    FAVOURABLE("favourable");

    private final String word;

    Aggregation(String word) {
        this.word = word;
    }

    /** The word used in the API. */
    public String word() {
        return word;
    }
}
