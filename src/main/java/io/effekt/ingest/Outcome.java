package io.effekt.ingest;

/** What one measurement became. Its word is the receipt the sender reads. */
public sealed interface Outcome {
    /** What the sender of something that came too late is told. */
    String TOO_LATE =
            "Its period is closed, and the KPI protects small groups: it counts once a steward"
                    + " releases all that is held for it, with POST"
                    + " /api/v1/measurements/held/release.";

    /** What the sender of something for a KPI that is not defined is told. */
    static String unknownKpi(Incoming incoming) {
        return "It counts by itself once the KPI '" + incoming.kpi() + "' is defined.";
    }

    /** What the sender of something at a scope that is not defined is told. */
    static String unknownScope(Incoming incoming) {
        return "It counts by itself once '" + incoming.scope() + "' is defined.";
    }

    /** In the log and in every bucket. */
    record Counted() implements Outcome {}

    /** Same source, id and content as before; nothing changed. */
    record Duplicate() implements Outcome {}

    /**
     * Kept until what it waits for is there.
     *
     * @param cause {@code unknown_kpi}, {@code unknown_scope}, {@code original_held} or {@code
     *     late_for_closed_period}
     */
    record Held(String cause, String detail) implements Outcome {}

    /**
     * Not taken; kept with its bytes.
     *
     * @param code stable, from the list of receipts
     * @param detail one sentence that names the cure
     */
    record Rejected(String code, String detail) implements Outcome {}
}
