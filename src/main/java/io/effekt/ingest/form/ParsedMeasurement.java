package io.effekt.ingest.form;

import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.Timing;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A measurement whose form is right. Whether its KPI and scope exist, and whether the shape is the
 * KPI's, is not known yet.
 *
 * @param source URI-reference of the sender; null until the client's name is put in
 * @param id the sender's own id, 1 to 100 characters
 * @param kpi a slug
 * @param observedAt whole microseconds, from 1970 to 2199; null when a period is given, and for a
 *     retraction
 * @param period the whole period that the number is for; null when an instant is given, and for a
 *     retraction
 * @param content the numbers; null for a retraction and for nothing else
 * @param dimensions labels in order of their names
 * @param corrects id of the measurement that this one takes the place of
 * @param retracts id of the measurement that this one takes out
 * @param reason always there when something is corrected or retracted
 */
public record ParsedMeasurement(
        @Nullable String source,
        String id,
        String kpi,
        Scope scope,
        @Nullable Instant observedAt,
        @Nullable Period period,
        @Nullable Content content,
        SortedMap<String, String> dimensions,
        @Nullable String comment,
        @Nullable String corrects,
        @Nullable String retracts,
        @Nullable String reason) {
    private static final SortedMap<String, String> NONE =
            Collections.unmodifiableSortedMap(new TreeMap<>());

    public ParsedMeasurement {
        dimensions =
                dimensions.isEmpty()
                        ? NONE
                        : Collections.unmodifiableSortedMap(new TreeMap<>(dimensions));
        if ((content == null) != (retracts != null)) {
            throw new IllegalArgumentException("a retraction, and only that, holds no numbers");
        }
        if (retracts == null && (observedAt == null) == (period == null)) {
            throw new IllegalArgumentException("either an instant or a period");
        }
        if ((corrects != null || retracts != null) && reason == null) {
            throw new IllegalArgumentException("a correction or retraction gives its reason");
        }
    }

    /** The same with that source, if it names none itself. */
    public ParsedMeasurement withDefaultSource(String name) {
        return source != null
                ? this
                : new ParsedMeasurement(
                        name,
                        id,
                        kpi,
                        scope,
                        observedAt,
                        period,
                        content,
                        dimensions,
                        comment,
                        corrects,
                        retracts,
                        reason);
    }

    /** Kafka's key, {@code kpi|scope}: everything of one series goes one way. */
    public String key() {
        return kpi + '|' + scope;
    }

    /** When it was observed; null for a retraction. */
    public @Nullable Timing timing() {
        if (period != null) {
            return new Timing.Whole(period);
        }
        return observedAt == null ? null : new Timing.Moment(observedAt);
    }

    /** Id of the measurement that it corrects or retracts; null when it does neither. */
    public @Nullable String original() {
        return corrects != null ? corrects : retracts;
    }
}
