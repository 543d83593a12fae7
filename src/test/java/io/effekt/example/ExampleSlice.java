package io.effekt.example;

/**
 * When the example slice is there. Each of its beans says so, because other tests want the program
 * as it is; a slice of the program has nothing of the kind.
 */
public final class ExampleSlice {
    /** Property of the build. */
    public static final String SWITCH = "effekt.test.example-slice";

    public static final String ON = "true";

    private ExampleSlice() {}
}
