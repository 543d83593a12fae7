package io.effekt.testing;

/** Which classes run before others that boot the same application. */
public final class TestOrder {
    /**
     * Classes that make everything anew from the log again and again: each time takes as long as
     * the store is large, and the store has what all earlier classes left.
     */
    public static final int WHOLE_STORE = 1;

    private TestOrder() {}
}
