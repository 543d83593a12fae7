package io.effekt.dataset;

/** What a cell holds; the same in all contracts. */
public enum ColumnType {
    TEXT("string"),

    /** A day without a zone. */
    DAY("date"),

    /** A moment with microseconds, written in UTC. */
    MOMENT("datetime"),
    BOOLEAN("boolean"),
    INTEGER("integer"),
    LONG("integer"),

    /** At most 26 digits before the point and 12 after it. */
    DECIMAL("decimal"),
    DOUBLE("number");

    private final String word;

    ColumnType(String word) {
        this.word = word;
    }

    /** How the catalogue names it. */
    public String word() {
        return word;
    }

    public boolean isNumber() {
        return this == INTEGER || this == LONG || this == DECIMAL || this == DOUBLE;
    }
}
