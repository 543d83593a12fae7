package io.effekt.kpi.domain.definition;

/** Which way is better. Neutral never has a status, only a value. */
public enum Direction {
    UP("up"),
    DOWN("down"),
    BAND("band"),
    NEUTRAL("neutral");

    private final String word;

    Direction(String word) {
        this.word = word;
    }

    /** The word used in the API. */
    public String word() {
        return word;
    }
}
