package io.effekt.kpi.domain.disclosure;

import io.effekt.kernel.Period;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The states that the definitions have gone through, as far as one shows other rows of small groups
 * than the next. Immutable.
 */
public final class Eras {
    /** Before anything was defined. */
    public static final Eras BEGINNING = new Eras(null, Definitions.EMPTY, Instant.EPOCH);

    private final @Nullable Ended last;
    private final Definitions now;

    /** All that had been released by then counts in the states that follow, whatever clocks say. */
    private final Instant released;

    /**
     * A state until the next.
     *
     * @param definitions as they were
     * @param until the last instant of what was recorded under them
     */
    public record Era(Definitions definitions, Instant until) {}

    /**
     * @param seq of the first decision of the command that ended the era
     */
    private record Ended(@Nullable Ended before, Era era, long seq, Shift shift) {}

    private Eras(@Nullable Ended last, Definitions now, Instant released) {
        this.last = last;
        this.now = now;
        this.released = released;
    }

    /** The definitions as they are in the end. */
    public Definitions now() {
        return now;
    }

    /**
     * Goes on to what a command made of the definitions; between its decisions nobody has looked.
     *
     * @param seq of its first decision
     * @param at when it was recorded
     */
    public Eras then(long seq, Instant at, Definitions after) {
        Shift shift = Shift.between(now, after);
        if (shift.isNone()) {
            return new Eras(last, after, released);
        }
        Instant releasedAt = shift.releasedAt();
        Instant until = (releasedAt == null ? at : releasedAt).minus(1, ChronoUnit.MICROS);
        Era era = new Era(now, until.isBefore(released) ? released : until);
        return new Eras(
                new Ended(last, era, seq, shift),
                after,
                releasedAt == null ? released : releasedAt);
    }

    /** What they were when the last decision was that one. */
    public Eras upTo(long seq) {
        if (last == null || last.seq <= seq) {
            return this;
        }
        Ended ended = last;
        Definitions then = now;
        while (ended != null && ended.seq > seq) {
            then = ended.era.definitions();
            ended = ended.before;
        }
        return new Eras(ended, then, releasedBefore(ended));
    }

    private static Instant releasedBefore(@Nullable Ended last) {
        for (Ended ended = last; ended != null; ended = ended.before) {
            Instant releasedAt = ended.shift.releasedAt();
            if (releasedAt != null) {
                return releasedAt;
            }
        }
        return Instant.EPOCH;
    }

    /**
     * The eras in which the period was shown, and otherwise than in the next; oldest first. Without
     * a smallest group everything was shown at once; with one, when the period had closed.
     */
    public List<Era> showing(String kpi, Period period) {
        List<Era> eras = new ArrayList<>();
        for (Ended ended = last; ended != null; ended = ended.before) {
            Kpi then = ended.era.definitions().kpis().get(kpi);
            if (then != null
                    && (then.minGroupSize() == null || then.closes(period, ended.era.until()))
                    && ended.shift.concerns(then, period)) {
                eras.add(ended.era);
            }
        }
        return eras.reversed();
    }
}
