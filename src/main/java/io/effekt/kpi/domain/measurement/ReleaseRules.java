package io.effekt.kpi.domain.measurement;

import io.effekt.kernel.Period;
import io.effekt.kernel.Refusal;
import io.effekt.kpi.domain.definition.Kpi;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * Whether late measurements of a closed period may be released together: a reader who knows the
 * period from before the release sees the difference.
 */
public final class ReleaseRules {
    public static final String TOO_SMALL = "release-too-small";
    public static final String NOT_PERMITTED = "not_permitted";

    private ReleaseRules() {}

    /**
     * The difference has to be of at least as many answers as may be shown, answers that stay the
     * same not counted; and what remains has to be none, or as many.
     *
     * @param standing what counts at the scope in the period so far
     * @param added content that will count
     * @param removed content that will count no longer
     */
    public static Optional<Refusal> check(
            Kpi kpi,
            Collection<Content> standing,
            Collection<Content> added,
            Collection<Content> removed) {
        Integer limit = kpi.minGroupSize();
        if (limit == null) {
            return Optional.empty();
        }
        long[] after = counts(kpi, standing);
        long[] more = counts(kpi, added);
        long[] less = counts(kpi, removed);
        long come = 0;
        long gone = 0;
        long remaining = 0;
        for (int kind = 0; kind < after.length; kind++) {
            long change = more[kind] - less[kind];
            come += Math.max(0, change);
            gone += Math.max(0, -change);
            remaining += after[kind] + change;
        }
        boolean tells = Math.max(come, gone) < limit || (remaining > 0 && remaining < limit);
        return tells ? Optional.of(tooSmall(limit)) : Optional.empty();
    }

    /**
     * A correction must not take answers out of a closed period into another one: what the rows of
     * both say of the same answers would be held against each other, and is not here.
     *
     * @param from the period of the original
     * @param to the period of the correction
     * @param now when it would count
     */
    public static Optional<Refusal> checkMove(Kpi kpi, Period from, Period to, Instant now) {
        return kpi.minGroupSize() == null || from.equals(to) || !kpi.closes(from, now)
                ? Optional.empty()
                : Optional.of(
                        Refusal.of(
                                NOT_PERMITTED,
                                "It would take answers out of "
                                        + from
                                        + ", which has been shown, into "
                                        + to
                                        + ": correct it within "
                                        + from
                                        + ", or send it as a steward who answers for it."));
    }

    private static Refusal tooSmall(int limit) {
        return Refusal.of(
                TOO_SMALL,
                "What is released together has to change at least "
                        + limit
                        + " answers of the period, and to leave none or at least "
                        + limit
                        + ": wait for more, or send it as a steward who answers for it.");
    }

    private static long[] counts(Kpi kpi, Collection<Content> contents) {
        long[] counts = new long[AnswerCounts.kinds(kpi)];
        for (Content content : contents) {
            AnswerCounts.add(kpi, content, counts);
        }
        return counts;
    }
}
