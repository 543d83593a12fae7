package io.effekt.ingest.append;

import io.effekt.ingest.form.ParsedMeasurement;

/** What one measurement became. Its word is the receipt the sender reads. */
public sealed interface MeasurementOutcome {
    /** In the log and in every bucket. */
    record Counted() implements MeasurementOutcome {}

    /** Same source, id and content as before; nothing changed. */
    record Duplicate() implements MeasurementOutcome {}

    /**
     * Kept until what it waits for is there.
     *
     * @param cause one of the causes below
     * @param detail what its sender is told
     */
    record Held(String cause, String detail) implements MeasurementOutcome {
        public static final String UNKNOWN_KPI = "unknown_kpi";
        public static final String UNKNOWN_SCOPE = "unknown_scope";
        static final String ORIGINAL_HELD = "original_held";

        /** It waits for a steward, because of the small groups of a period that is closed. */
        static final String LATE = "late_for_closed_period";

        /**
         * The same sentence wherever a receipt is made: here, or from what another instance kept.
         */
        public static Held of(String cause, ParsedMeasurement incoming) {
            return new Held(
                    cause,
                    switch (cause) {
                        case UNKNOWN_KPI ->
                                "It counts by itself once the KPI '%s' is defined."
                                        .formatted(incoming.kpi());
                        case UNKNOWN_SCOPE ->
                                "It counts by itself once '%s' is defined."
                                        .formatted(incoming.scope());
                        case ORIGINAL_HELD ->
                                "It counts by itself after '%s', which is held."
                                        .formatted(incoming.original());
                        case LATE ->
                                "Its period is closed, and the KPI protects small groups: it counts"
                                        + " once a steward releases all that is held for it, with"
                                        + " POST /api/v1/measurements/held/release.";
                        default -> throw new IllegalArgumentException("no cause: " + cause);
                    });
        }
    }

    /**
     * Not taken; kept with its bytes.
     *
     * @param code stable, from the list of receipts
     * @param detail one sentence that names the cure
     */
    record Rejected(String code, String detail) implements MeasurementOutcome {}
}
