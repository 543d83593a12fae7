package io.effekt.kpi.domain.disclosure;

/**
 * What a shown row holds beside the shown parts of it.
 *
 * @param answers of all that is left
 * @param parts that it consists of
 * @param hasHiddenRow whether one of the parts is a suppressed row
 */
record Remainder(long answers, int parts, boolean hasHiddenRow) {
    static final Remainder EMPTY = new Remainder(0, 0, false);

    /** With one more part; a part without answers is none. */
    Remainder plus(long more, boolean hiddenRow) {
        return more == 0
                ? this
                : new Remainder(answers + more, parts + 1, hasHiddenRow || hiddenRow);
    }

    /** Whether the difference gives away what must not be known. */
    boolean tells(int limit) {
        return parts > 0 && (answers < limit || (parts == 1 && hasHiddenRow));
    }
}
