package io.effekt.kpi.domain.definition;

/** What the numbers of a target are relative to. */
public enum Basis {
    ABSOLUTE("absolute"),
    CHANGE("change"),
    PERCENT_CHANGE("percent_change");

    private final String word;

    Basis(String word) {
        this.word = word;
    }

    /** The word used in the API. */
    public String word() {
        return word;
    }
}
