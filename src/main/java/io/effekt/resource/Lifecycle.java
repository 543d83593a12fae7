package io.effekt.resource;

/** Whether a definition is in use. Nothing is ever erased. */
public enum Lifecycle {
    ACTIVE("active"),
    RETIRED("retired");

    private final String word;

    Lifecycle(String word) {
        this.word = word;
    }

    /** The word used in the API. */
    public String word() {
        return word;
    }

    public static Lifecycle of(boolean retired) {
        return retired ? RETIRED : ACTIVE;
    }
}
