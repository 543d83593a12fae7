package io.effekt.kpi.domain.definition;

/** How a value is held against a target. */
public enum Comparator {
    GTE("gte"),
    GT("gt"),
    LTE("lte"),
    LT("lt"),
    BETWEEN("between");

    private final String word;

    Comparator(String word) {
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
    public static Comparator of(String word) {
        for (Comparator each : values()) {
            if (each.word.equals(word)) {
                return each;
            }
        }
        throw new IllegalArgumentException("no such word: " + word);
    }
}
