package io.effekt.kpi.domain.definition;

import static java.util.stream.Collectors.joining;

import io.effekt.kernel.Digits;
import io.effekt.kernel.Refusal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the targets of one KPI and scope may say. */
public final class TargetRules {
    public static final int MOST_TARGETS = 200;

    private TargetRules() {}

    /** The comparators that agree with a direction; none for neutral. */
    public static Set<Comparator> comparators(Direction direction) {
        return switch (direction) {
            case UP -> EnumSet.of(Comparator.GTE, Comparator.GT);
            case DOWN -> EnumSet.of(Comparator.LTE, Comparator.LT);
            case BAND -> EnumSet.of(Comparator.BETWEEN);
            case NEUTRAL -> EnumSet.noneOf(Comparator.class);
        };
    }

    /**
     * What is wrong with all targets of one KPI and scope; empty when valid.
     *
     * @param targets as they were sent; pointers count in that order
     */
    public static List<Refusal> check(Kpi kpi, List<Target> targets) {
        List<Refusal> refusals = new ArrayList<>();
        if (targets.size() > MOST_TARGETS) {
            refusals.add(
                    new Refusal(
                            "too-many-targets",
                            "/targets",
                            "Set at most " + MOST_TARGETS + " targets for one scope."));
            return refusals;
        }
        for (int i = 0; i < targets.size(); i++) {
            String pointer = "/targets/" + i;
            agreement(kpi, targets.get(i), pointer, refusals);
            numbers(targets.get(i), pointer, refusals);
            for (int earlier = 0; earlier < i; earlier++) {
                if (targets.get(earlier).span().overlaps(targets.get(i).span())) {
                    refusals.add(
                            new Refusal(
                                    "overlapping-targets",
                                    pointer + "/from",
                                    "It overlaps with target "
                                            + earlier
                                            + " of the list: end one ('to' is exclusive) where the"
                                            + " other begins."));
                    break;
                }
            }
        }
        return List.copyOf(refusals);
    }

    private static void agreement(Kpi kpi, Target target, String pointer, List<Refusal> refusals) {
        if (kpi.direction() == Direction.NEUTRAL) {
            refusals.add(
                    new Refusal(
                            "neutral-takes-no-target",
                            pointer,
                            "The KPI's direction is 'neutral': send no targets, or give it a"
                                    + " direction first."));
            return;
        }
        Set<Comparator> agreeing = comparators(kpi.direction());
        if (!agreeing.contains(target.comparator())) {
            refusals.add(
                    new Refusal(
                            "comparator-against-direction",
                            pointer + "/comparator",
                            "Direction '"
                                    + kpi.direction().word()
                                    + "' takes: "
                                    + agreeing.stream().map(Comparator::word).collect(joining(", "))
                                    + "."));
        }
    }

    private static void numbers(Target target, String pointer, List<Refusal> refusals) {
        boolean fine = form(target.comparator(), target.goal(), pointer, "", refusals);
        Boundary warning = target.warning();
        if (warning == null) {
            return;
        }
        if (form(target.comparator(), warning, pointer, "/warning", refusals)
                && fine
                && !rightSide(target.comparator(), target.goal(), warning)) {
            String where =
                    switch (target.comparator()) {
                        case GTE, GT -> "at or below the target";
                        case LTE, LT -> "at or above the target";
                        case BETWEEN ->
                                "with 'lower' at or below and 'upper' at or above the"
                                        + " target's";
                    };
            refusals.add(
                    new Refusal(
                            "warning-on-wrong-side",
                            pointer + "/warning",
                            "Set the warning " + where + ", in the same basis."));
        }
    }

    /** Whether the boundary has the numbers that the comparator needs, and no others. */
    private static boolean form(
            Comparator comparator,
            Boundary boundary,
            String pointer,
            String part,
            List<Refusal> refusals) {
        String what = part.isEmpty() ? "target" : "warning";
        BigDecimal lower = boundary.lower();
        BigDecimal upper = boundary.upper();
        String complaint = null;
        if (comparator == Comparator.BETWEEN) {
            if (boundary.value() != null || lower == null || upper == null) {
                complaint = "For 'between' give the " + what + " a 'lower' and an 'upper'.";
            } else if (lower.compareTo(upper) > 0) {
                complaint = "Give the " + what + " a 'lower' that is not above its 'upper'.";
            }
        } else if (boundary.value() == null || lower != null || upper != null) {
            complaint = "For '" + comparator.word() + "' give the " + what + " a single number.";
        }
        if (complaint == null && !(fits(boundary.value()) && fits(lower) && fits(upper))) {
            complaint = "Give at most 30 digits, 12 of them after the point.";
        }
        if (complaint != null) {
            refusals.add(new Refusal("invalid-target", pointer + part, complaint));
        }
        return complaint == null;
    }

    private static boolean fits(@Nullable BigDecimal number) {
        return number == null || Digits.fit(number);
    }

    private static boolean rightSide(Comparator comparator, Boundary goal, Boundary warning) {
        return switch (comparator) {
            case GTE, GT -> atOrBelow(warning.value(), goal.value());
            case LTE, LT -> atOrBelow(goal.value(), warning.value());
            case BETWEEN ->
                    atOrBelow(warning.lower(), goal.lower())
                            && atOrBelow(goal.upper(), warning.upper());
        };
    }

    private static boolean atOrBelow(@Nullable BigDecimal low, @Nullable BigDecimal high) {
        return low != null && high != null && low.compareTo(high) <= 0;
    }
}
