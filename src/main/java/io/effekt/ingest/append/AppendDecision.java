package io.effekt.ingest.append;

import io.effekt.eventstore.LoggedEntry;
import io.effekt.eventstore.measurement.Identity;
import io.effekt.eventstore.measurement.IdentityKey;
import io.effekt.eventstore.measurement.NewMeasurement;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.form.ParsedMeasurement;
import io.effekt.ingest.record.ReceivedRecord;
import io.effekt.kpi.domain.definition.Kpi;
import org.jspecify.annotations.Nullable;

/**
 * What was decided of one arrival.
 *
 * @param key its identity; null where it could not be read
 * @param entry what goes into the log; null for all but counted ones
 * @param original what a correction or retraction replaces; null for others
 * @param reserved what is reserved for a held one
 * @param lateFor the closed period that it came too late for; null for others
 * @param hides whether it names what lies beyond the limits of its sender: told like what is not
 *     there, and noted as the refusal it is
 */
public record AppendDecision(
        ReceivedRecord arrived,
        MeasurementOutcome outcome,
        @Nullable IdentityKey key,
        @Nullable NewMeasurement entry,
        @Nullable Kpi kpi,
        @Nullable LoggedEntry original,
        @Nullable Identity reserved,
        @Nullable String lateFor,
        boolean hides) {
    static AppendDecision of(
            ReceivedRecord arrived, @Nullable IdentityKey key, MeasurementOutcome outcome) {
        return new AppendDecision(arrived, outcome, key, null, null, null, null, null, false);
    }

    /** The same, of what its sender may not know of. */
    AppendDecision hiding() {
        return new AppendDecision(
                arrived, outcome, key, entry, kpi, original, reserved, lateFor, true);
    }

    /** Why it was refused for lack of rights; null where it was not. */
    public @Nullable String refused() {
        return switch (outcome) {
            case MeasurementOutcome.Rejected(String code, String detail) when hides ->
                    RefusalCodes.BEYOND_LIMITS;
            case MeasurementOutcome.Rejected(String code, String detail)
                    when code.equals(RefusalCodes.NOT_PERMITTED) ->
                    detail;
            default -> null;
        };
    }

    /** The measurement itself, of one that was well formed. */
    static ParsedMeasurement incoming(AppendDecision verdict) {
        return switch (verdict.arrived.parsed()) {
            case ParsedItem.WellFormed(int index, ParsedMeasurement incoming) -> incoming;
            case ParsedItem.Refused refused ->
                    throw new IllegalStateException("a refused item is never counted or held");
        };
    }
}
