package io.effekt.kpi.domain;

import io.effekt.kernel.Refusal;
import java.util.Collection;
import java.util.Optional;

/**
 * Whether what came late for a closed period may be released together: whoever has read the period
 * before and reads it after sees the difference.
 */
public final class ReleaseRules {
    public static final String TOO_SMALL = "release_too_small";

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
