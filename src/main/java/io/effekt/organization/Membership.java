package io.effekt.organization;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Slug;
import java.time.LocalDate;

/** That a team belongs to a value stream over a span of days. */
public record Membership(String valueStream, DateSpan span) {
    public Membership {
        Slug.require(valueStream);
    }

    /** The same until the day before that one. */
    Membership endedBy(LocalDate end) {
        return new Membership(valueStream, new DateSpan(span.from(), end));
    }
}
