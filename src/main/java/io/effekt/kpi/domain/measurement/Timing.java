package io.effekt.kpi.domain.measurement;

import io.effekt.kernel.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** What moment a measurement speaks of: an instant, or a whole period. */
public sealed interface Timing {
    /** It was so at that instant. */
    record Moment(Instant at) implements Timing {}

    /** It was so over the whole of that period. */
    record Whole(Period period) implements Timing {}

    /** The instant it is filed under: for a whole period its end less a microsecond. */
    default Instant observedAt(ZoneId zone) {
        return switch (this) {
            case Moment(Instant at) -> at;
            case Whole(Period period) -> period.endInstant(zone).minus(1, ChronoUnit.MICROS);
        };
    }

    /** The first instant at which it counts: for a whole period its beginning. */
    default Instant countsFrom(ZoneId zone) {
        return switch (this) {
            case Moment(Instant at) -> at;
            case Whole(Period period) -> period.startInstant(zone);
        };
    }

    /** The day that decides its period and its value stream: for a whole period the last one. */
    default LocalDate day(ZoneId zone) {
        return switch (this) {
            case Moment(Instant at) -> LocalDate.ofInstant(at, zone);
            case Whole(Period period) -> period.lastDay();
        };
    }
}
