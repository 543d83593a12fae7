package io.effekt.ingest.append;

/** How a refusal for lack of rights is told and noted. */
public final class RefusalCodes {
    public static final String NOT_PERMITTED = "not_permitted";

    /** What is noted of a sender who names what they may not know of. */
    public static final String BEYOND_LIMITS =
            "It names a measurement beyond the limits of its sender.";

    private RefusalCodes() {}
}
