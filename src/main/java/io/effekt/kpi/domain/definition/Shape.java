package io.effekt.kpi.domain.definition;

/** What one measurement holds. */
public enum Shape {
    NUMBER("number"),
    RATIO("ratio"),
    SCORES("scores");

    private final String word;

    Shape(String word) {
        this.word = word;
    }

    /** The word used in the API. */
    public String word() {
        return word;
    }
}
