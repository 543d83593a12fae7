package io.effekt.ingest.append;

import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.LoggedEntry;
import io.effekt.eventstore.measurement.IdentityKey;
import io.effekt.eventstore.measurement.NewMeasurement;
import io.effekt.eventstore.measurement.NewMeasurement.Kind;
import io.effekt.eventstore.measurement.SeriesName;
import io.effekt.ingest.form.ContentHash;
import io.effekt.ingest.form.ParsedMeasurement;
import io.effekt.ingest.record.ReceivedRecord;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.Timing;
import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What of a measurement goes into the log. */
final class Entries {
    private Entries() {}

    static NewMeasurement of(
            LogHead head,
            ReceivedRecord arrived,
            ParsedMeasurement incoming,
            IdentityKey key,
            Kpi kpi,
            Kind kind,
            @Nullable LoggedEntry original) {
        Content content = kind == Kind.RETRACTION ? null : incoming.content();
        Timing timing = incoming.timing();
        SeriesName series =
                kind == Kind.RETRACTION && original != null
                        ? original.series()
                        : new SeriesName(
                                incoming.kpi(),
                                incoming.scope().toString(),
                                labels(incoming.dimensions()));
        return new NewMeasurement(
                series,
                key.source(),
                incoming.id(),
                key.idHash(),
                ContentHash.contentHash(incoming),
                kind,
                content != null && timing != null
                        ? timing.observedAt(kpi.timeZone())
                        : originalTime(original),
                content != null && timing instanceof Timing.Whole whole
                        ? whole.period().toString()
                        : null,
                content instanceof Content.Number number ? number.value() : null,
                content instanceof Content.Number number ? number.weight() : null,
                content instanceof Content.Ratio ratio ? ratio.numerator() : null,
                content instanceof Content.Ratio ratio ? ratio.denominator() : null,
                content instanceof Content.Scores scores ? scores.counts() : null,
                original == null ? null : original.place(),
                head.decisions(),
                arrived.importId(),
                arrived.actor(),
                arrived.offset(),
                incoming.comment(),
                incoming.reason());
    }

    private static Instant originalTime(@Nullable LoggedEntry original) {
        if (original == null) {
            throw new IllegalStateException("only a retraction has no time of its own");
        }
        return original.observedAt();
    }

    /** Labels in order of their names, a line each; a label holds no line break. */
    static String labels(SortedMap<String, String> dimensions) {
        StringBuilder text = new StringBuilder();
        dimensions.forEach((name, label) ->
                text.append(text.isEmpty() ? "" : "\n").append(name).append('=').append(label));
        return text.toString();
    }
}
