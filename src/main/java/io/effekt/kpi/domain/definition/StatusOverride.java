package io.effekt.kpi.domain.definition;

import io.effekt.kernel.Period;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person says the status is, beside what was computed and never instead of it.
 *
 * @param period the period that it is about; null for whichever is the headline
 * @param expires from then on it has lapsed
 * @param until when it was lifted, or another took its place; null for never
 */
public record StatusOverride(
        @Nullable Period period,
        Status status,
        Instant expires,
        Recording recording,
        @Nullable Instant until) {

    /**
     * The override that is in force at that moment; null for none.
     *
     * @param all those of one KPI and scope
     */
    public static @Nullable StatusOverride inForce(List<StatusOverride> all, Instant at) {
        for (StatusOverride each : all) {
            if (each.isInForce(at)) {
                return each;
            }
        }
        return null;
    }

    public boolean isInForce(Instant at) {
        return !at.isBefore(recording.at())
                && at.isBefore(expires)
                && (until == null || at.isBefore(until));
    }

    /**
     * Whether it stands beside the row of that period.
     *
     * @param row null for the headline of what never had data
     * @param headline the period of the headline of the same moment; null for none
     */
    public boolean isAbout(@Nullable Period row, @Nullable Period headline) {
        Period meant = period == null ? headline : period;
        return meant == null ? row == null : meant.equals(row);
    }

    /** The list after one more, which ends the one before. */
    static List<StatusOverride> with(List<StatusOverride> earlier, StatusOverride one) {
        List<StatusOverride> all = new ArrayList<>(ended(earlier, one.recording().at()));
        all.add(one);
        return List.copyOf(all);
    }

    /** The list after the last one has been lifted. */
    static List<StatusOverride> ended(List<StatusOverride> all, Instant at) {
        if (all.isEmpty() || all.getLast().until != null) {
            return all;
        }
        List<StatusOverride> ended = new ArrayList<>(all);
        StatusOverride last = ended.removeLast();
        ended.add(new StatusOverride(last.period, last.status, last.expires, last.recording, at));
        return List.copyOf(ended);
    }
}
