package io.effekt.kpi.domain.definition;

/** How teams become a stream, and streams the organisation. */
public enum RollUp {
    POOLED("pooled"),
    SUM("sum"),
    AVERAGE("average"),
    MEAN("mean"),
    MIN("min"),
    MAX("max"),
    NONE("none");

    private final String word;

    RollUp(String word) {
        this.word = word;
    }

    /** The word used in the API. */
    public String word() {
        return word;
    }
}
