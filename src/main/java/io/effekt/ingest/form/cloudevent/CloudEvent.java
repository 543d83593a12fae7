package io.effekt.ingest.form.cloudevent;

import io.effekt.ingest.form.Defaults;
import io.effekt.ingest.form.Field;
import io.effekt.ingest.form.MeasurementJson;
import io.effekt.ingest.form.ParsedBody;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.form.ParsedMeasurement;
import io.effekt.kernel.Refusal;
import java.util.List;

/**
 * Who sent a CloudEvent. Its measurements have its source, and a single one its id, where they say
 * nothing themselves; what they say may be nothing else.
 *
 * @param source a URI-reference
 */
public record CloudEvent(String source, String id) {
    private static final String CONTRADICTION = "event_mismatch";

    public Defaults defaults() {
        return new Defaults(id, source);
    }

    /** The body with those items refused that contradict the event. */
    public ParsedBody agreed(ParsedBody body) {
        return switch (body) {
            case ParsedBody.Items(List<ParsedItem> items, boolean single) ->
                    new ParsedBody.Items(
                            items.stream().map(item -> agreed(item, single)).toList(), single);
            case ParsedBody.Unreadable unreadable -> unreadable;
            case ParsedBody.TooMany tooMany -> tooMany;
        };
    }

    /**
     * The item, or why it is refused.
     *
     * @param single whether it is all that the event brings
     */
    public ParsedItem agreed(ParsedItem item, boolean single) {
        return switch (item) {
            case ParsedItem.Refused refused -> refused;
            case ParsedItem.WellFormed fine -> {
                ParsedMeasurement incoming = fine.incoming();
                if (!source.equals(incoming.source())) {
                    yield refused(fine, Field.SOURCE);
                }
                yield single && !id.equals(incoming.id()) ? refused(fine, Field.ID) : fine;
            }
        };
    }

    private static ParsedItem refused(ParsedItem.WellFormed item, Field field) {
        ParsedMeasurement incoming = item.incoming();
        String name = "'" + field.fieldName() + "'";
        return new ParsedItem.Refused(
                item.index(),
                incoming.source(),
                incoming.id(),
                incoming.kpi(),
                incoming.scope().toString(),
                new Refusal(
                        CONTRADICTION,
                        field.pointer(),
                        name
                                + " of the measurement is not the "
                                + name
                                + " of its event; send the same in both, or leave it out of the"
                                + " measurement"),
                MeasurementJson.asSent(incoming));
    }
}
