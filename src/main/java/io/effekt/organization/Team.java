package io.effekt.organization;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Slug;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A team with its dated memberships.
 *
 * @param memberships spans that never overlap, in order of their start
 * @param replacedBy keys of the teams that go on with its work after a rename, merger or split
 * @param retiredFrom first day on which it is out of use; null while it is in use, and where it was
 *     retired before days were asked for
 */
public record Team(
        String key,
        String name,
        List<Membership> memberships,
        List<String> replacedBy,
        boolean retired,
        @Nullable LocalDate retiredFrom) {
    private static final LocalDate BEGINNING = LocalDate.of(1, 1, 1);

    public Team {
        Slug.require(key);
        if (retiredFrom != null && !retired) {
            throw new IllegalArgumentException("a team in use is not retired from a day: " + key);
        }
        memberships = List.copyOf(memberships);
        replacedBy = List.copyOf(replacedBy);
    }

    /** A team that was retired on no day, or is not. */
    public Team(
            String key,
            String name,
            List<Membership> memberships,
            List<String> replacedBy,
            boolean retired) {
        this(key, name, memberships, replacedBy, retired, null);
    }

    /** As the log names it: {@code team:platform}. */
    public String subject() {
        return subject(key);
    }

    public static String subject(String key) {
        return "team:" + key;
    }

    /**
     * The same team with its memberships in order of their start, and ended where it is retired.
     */
    Team inOrder() {
        List<Membership> sorted =
                memberships.stream().sorted(Comparator.comparing(m -> m.span().from())).toList();
        return new Team(key, name, endedBy(sorted, retiredFrom), replacedBy, retired, retiredFrom);
    }

    /** The same, retired from that day; its memberships stay as they are until it is in order. */
    Team retiredFrom(@Nullable LocalDate from) {
        return new Team(key, name, memberships, replacedBy, true, from);
    }

    /**
     * @param from first day out of use; null for none that is known, which ends no membership
     */
    Team asRetired(@Nullable LocalDate from) {
        return new Team(key, name, endedBy(memberships, from), replacedBy, true, from);
    }

    private static List<Membership> endedBy(List<Membership> memberships, @Nullable LocalDate end) {
        if (end == null) {
            return memberships;
        }
        return memberships.stream()
                .filter(m -> m.span().from().isBefore(end))
                .map(m -> m.span().contains(end) ? m.endedBy(end) : m)
                .toList();
    }

    /**
     * The first day on which a count of the organisation's teams could tell one from the other: it
     * belongs elsewhere, or is expected or not. Between the days on which memberships begin and end
     * nothing changes.
     *
     * @param one null for a team that is not defined yet
     * @return a day before all others where they differ from the beginning, and the last that there
     *     is where they do not differ
     */
    public static LocalDate firstChange(@Nullable Team one, @Nullable Team other) {
        TreeSet<LocalDate> days = new TreeSet<>(Set.of(BEGINNING));
        days.addAll(turns(one));
        days.addAll(turns(other));
        return days.stream()
                .filter(day ->
                        countedOn(one, day) != countedOn(other, day)
                                || !Objects.equals(streamOn(one, day), streamOn(other, day)))
                .findFirst()
                .orElse(days.last());
    }

    private static List<LocalDate> turns(@Nullable Team team) {
        List<LocalDate> days = new ArrayList<>();
        if (team != null) {
            Optional.ofNullable(team.retiredFrom).ifPresent(days::add);
            for (Membership membership : team.memberships) {
                days.add(membership.span().from());
                Optional.ofNullable(membership.span().to()).ifPresent(days::add);
            }
        }
        return days;
    }

    private static boolean countedOn(@Nullable Team team, LocalDate day) {
        return team != null && team.isExpected(new DateSpan(day, day.plusDays(1)));
    }

    private static @Nullable String streamOn(@Nullable Team team, LocalDate day) {
        return team == null ? null : team.streamOn(day);
    }

    /** Whether it is out of use on that day. */
    public boolean isRetiredOn(LocalDate day) {
        return retired && (retiredFrom == null || !day.isBefore(retiredFrom));
    }

    /** Whether it was in use, and in the organisation, on any of these days. */
    public boolean isExpected(DateSpan days) {
        if (memberships.isEmpty() || (retired && retiredFrom == null)) {
            return !isRetiredOn(days.from());
        }
        return memberships.stream().anyMatch(m -> m.span().overlaps(days));
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
