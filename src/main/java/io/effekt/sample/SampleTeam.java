package io.effekt.sample;

import io.effekt.kernel.Scope;
import io.effekt.organization.Membership;
import java.util.List;

/**
 * A team of the sample.
 *
 * @param people how many work in it; the smallest teams give too few survey answers to be shown
 * @param memberships in order of their start, never overlapping
 */
record SampleTeam(String key, String name, int people, List<Membership> memberships) {
    SampleTeam {
        memberships = List.copyOf(memberships);
    }

    Scope scope() {
        return new Scope.Team(key);
    }
}
