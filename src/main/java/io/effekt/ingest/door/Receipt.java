package io.effekt.ingest.door;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.effekt.ingest.append.MeasurementOutcome;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.record.Receipts;
import org.jspecify.annotations.Nullable;

/**
 * What is answered for one item.
 *
 * @param index its place in what was sent, from 0
 * @param id the sender's id; left out where it could not be read
 * @param receipt {@code accepted}, {@code counted}, {@code duplicate}, {@code held} or {@code
 *     rejected}
 * @param code why it is held or rejected; left out for others
 * @param detail a sentence that names the cure; left out for others
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Receipt(
        int index,
        @Nullable String id,
        String receipt,
        @Nullable String code,
        @Nullable String detail) {
    static final String ACCEPTED = "accepted";
    public static final String REJECTED = "rejected";

    /** Durable in Kafka, not yet evaluated. */
    static Receipt accepted(int index, String id) {
        return new Receipt(index, id, ACCEPTED, null, null);
    }

    static Receipt of(int index, String id, MeasurementOutcome outcome) {
        String word = Receipts.word(outcome);
        return switch (outcome) {
            case MeasurementOutcome.Counted counted -> new Receipt(index, id, word, null, null);
            case MeasurementOutcome.Duplicate duplicate -> new Receipt(index, id, word, null, null);
            case MeasurementOutcome.Held(String cause, String detail) ->
                    new Receipt(index, id, word, cause, detail.isEmpty() ? null : detail);
            case MeasurementOutcome.Rejected(String code, String detail) ->
                    new Receipt(index, id, word, code, detail);
        };
    }

    static Receipt of(ParsedItem.Refused refused) {
        return new Receipt(
                refused.index(),
                refused.id(),
                REJECTED,
                refused.refusal().code(),
                refused.refusal().detail());
    }
}
