package io.effekt.organization;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Slug;

/** That a team belongs to a value stream over a span of days. */
public record Membership(String valueStream, DateSpan span) {
    public Membership {
        Slug.require(valueStream);
    }
}
