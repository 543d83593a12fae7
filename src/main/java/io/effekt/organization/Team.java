package io.effekt.organization;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Slug;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A team with its dated memberships.
 *
 * @param memberships spans that never overlap, in order of their start
 * @param replacedBy keys of the teams that go on with its work after a rename, merger or split
 */
public record Team(
        String key,
        String name,
        List<Membership> memberships,
        List<String> replacedBy,
        boolean retired) {
    public Team {
        Slug.require(key);
        memberships = List.copyOf(memberships);
        replacedBy = List.copyOf(replacedBy);
    }

    /** As the log names it: {@code team:platform}. */
    public String subject() {
        return subject(key);
    }

    public static String subject(String key) {
        return "team:" + key;
    }

    /** The same team with its memberships in order of their start. */
    Team inOrder() {
        List<Membership> sorted =
                memberships.stream().sorted(Comparator.comparing(m -> m.span().from())).toList();
        return new Team(key, name, sorted, replacedBy, retired);
    }

    Team asRetired() {
        return new Team(key, name, memberships, replacedBy, true);
    }

    /** The value stream the team belongs to on that day, or null. */
    public @Nullable String streamOn(LocalDate day) {
        for (Membership membership : memberships) {
            if (membership.span().contains(day)) {
                return membership.valueStream();
            }
        }
        return null;
    }

    /** Whether the team belongs to that stream on any day of the span. */
    public boolean belongsTo(String stream, DateSpan days) {
        for (Membership membership : memberships) {
            if (membership.valueStream().equals(stream) && membership.span().overlaps(days)) {
                return true;
            }
        }
        return false;
    }
}
