package io.effekt.kpi.domain;

/** What is said of a KPI, scope and period. */
public enum Status {
    ON_TRACK("on_track"),
    AT_RISK("at_risk"),
    OFF_TRACK("off_track"),
    NONE("none"),
    PENDING("pending"),
    STALE("stale"),
    NO_DATA("no_data"),
    NO_TARGET("no_target"),
    NO_BASELINE("no_baseline"),
    SUPPRESSED("suppressed");

    private final String word;

    Status(String word) {
        this.word = word;
    }

    /** The word used in the API. */
    public String word() {
        return word;
    }

    /**
     * Reads the word back.
     *
     * @throws IllegalArgumentException when it is none of them
     */
    public static Status of(String word) {
        for (Status each : values()) {
            if (each.word.equals(word)) {
                return each;
            }
        }
        throw new IllegalArgumentException("no such word: " + word);
    }
}
