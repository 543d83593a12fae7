package io.effekt.ingest.record;

import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.form.ParsedMeasurement;
import io.effekt.kernel.Refusal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One record as it came out of Kafka, or out of the held ones.
 *
 * @param offset its Kafka offset; -1 for one that was held
 * @param request whose answer it belongs to; made up for records that did not come by HTTP
 * @param item its place in that request
 * @param waiting the instance that waits for its outcome; null when nobody does
 * @param sender what its sender may
 * @param body the bytes as they came, for people who have to look at a rejected one
 */
public record ReceivedRecord(
        long offset,
        ParsedItem parsed,
        UUID request,
        int item,
        UUID importId,
        String actor,
        @Nullable String waiting,
        Sender sender,
        byte[] body) {
    /** The same, from a caller that the door has let in. */
    public ReceivedRecord from(Sender known) {
        return new ReceivedRecord(
                offset, parsed, request, item, importId, actor, waiting, known, body);
    }

    /** The same, from any sender that it names. */
    ReceivedRecord by(String known) {
        return new ReceivedRecord(
                offset, parsed, request, item, importId, known, waiting, sender, body);
    }

    /** The same, refused. */
    ReceivedRecord refused(Refusal refusal) {
        ParsedItem wrong =
                parsed instanceof ParsedItem.WellFormed(int index, ParsedMeasurement incoming)
                        ? new ParsedItem.Refused(
                                index,
                                incoming.source(),
                                incoming.id(),
                                incoming.kpi(),
                                incoming.scope().toString(),
                                refusal,
                                body)
                        : parsed;
        return new ReceivedRecord(
                offset, wrong, request, item, importId, actor, waiting, sender, body);
    }
}
