package io.effekt.access.keys;

/** How a client is asked to say who it is. */
public final class Challenge {
    /** Basic first: what spreadsheets and BI tools know. */
    public static final String HEADER =
            "Basic realm=\"effekt\", charset=\"UTF-8\", Bearer realm=\"effekt\"";

    private Challenge() {}
}
