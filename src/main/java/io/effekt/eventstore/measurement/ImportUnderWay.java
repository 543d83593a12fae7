package io.effekt.eventstore.measurement;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;

/**
 * An import while it is being recorded: from the first of its items to the last.
 *
 * @param began when the first was recorded
 * @param ended when the last was recorded
 */
public record ImportUnderWay(Instant began, Instant ended) {
    /**
     * The moment, or the last one before it at which none of these was under way.
     *
     * @param imports in any order
     */
    public static Instant before(Instant moment, Collection<ImportUnderWay> imports) {
        Instant before = moment;
        // From the latest end on: one that does not hold the moment holds none before it either.
        for (ImportUnderWay one :
                imports.stream()
                        .sorted(Comparator.comparing(ImportUnderWay::ended).reversed())
                        .toList()) {
            if (!one.began.isAfter(before) && one.ended.isAfter(before)) {
                before = one.began.minus(1, ChronoUnit.MICROS);
            }
        }
        return before;
    }
}
