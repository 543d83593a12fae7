package io.effekt.kernel;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A span of days.
 *
 * @param from first day, inclusive
 * @param to first day after the span; null while it is open
 */
public record DateSpan(LocalDate from, @Nullable LocalDate to) {
    public DateSpan {
        if (to != null && !from.isBefore(to)) {
            throw new IllegalArgumentException("'to' is exclusive and must lie after 'from'");
        }
    }

    public boolean contains(LocalDate day) {
        return !day.isBefore(from) && (to == null || day.isBefore(to));
    }

    public boolean overlaps(DateSpan other) {
        return (other.to == null || from.isBefore(other.to))
                && (to == null || other.from.isBefore(to));
    }
}
