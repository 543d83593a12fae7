package io.effekt.kpi.domain.definition;

import static java.util.stream.Collectors.joining;

import io.effekt.kernel.OrganisationZone;
import io.effekt.kernel.Refusal;
import io.effekt.kernel.Slug;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a KPI's definition may say, and what a new version of it may change. */
public final class KpiRules {
    public static final ZoneId DEFAULT_TIME_ZONE = OrganisationZone.ID;
    public static final int DEFAULT_GRACE_DAYS = 5;
    public static final int DEFAULT_MIN_GROUP_SIZE = 5;
    public static final int DEFAULT_FAVOURABLE_FROM = 8;
    public static final int LOWEST_MIN_GROUP_SIZE = 3;
    public static final int HIGHEST_MIN_GROUP_SIZE = 1_000_000;
    public static final int MOST_DIMENSIONS = 5;
    public static final int MOST_GRACE_DAYS = 366;
    public static final int LONGEST_NAME = 200;
    public static final int LONGEST_DESCRIPTION = 4_000;
    public static final int LONGEST_UNIT = 40;
    public static final List<String> LANGUAGES = List.of("nb", "nn", "en");

    private KpiRules() {}

    /** The aggregations that a shape has. */
    public static Set<Aggregation> aggregations(Shape shape) {
        return switch (shape) {
            case NUMBER ->
                    EnumSet.of(
                            Aggregation.SUM,
                            Aggregation.MEAN,
                            Aggregation.LAST,
                            Aggregation.MIN,
                            Aggregation.MAX);
            case RATIO -> EnumSet.of(Aggregation.POOLED);
            case SCORES -> EnumSet.of(Aggregation.ENPS, Aggregation.FAVOURABLE, Aggregation.MEAN);
        };
    }

    /** The roll-ups that a shape and aggregation allow. */
    public static Set<RollUp> rollUps(Shape shape, Aggregation aggregation) {
        if (shape != Shape.NUMBER) {
            return EnumSet.of(RollUp.POOLED, RollUp.NONE);
        }
        return switch (aggregation) {
            case SUM -> EnumSet.of(RollUp.SUM, RollUp.AVERAGE, RollUp.MIN, RollUp.MAX, RollUp.NONE);
            case MEAN ->
                    EnumSet.of(RollUp.MEAN, RollUp.AVERAGE, RollUp.MIN, RollUp.MAX, RollUp.NONE);
            case LAST ->
                    EnumSet.of(
                            RollUp.SUM,
                            RollUp.AVERAGE,
                            RollUp.MEAN,
                            RollUp.MIN,
                            RollUp.MAX,
                            RollUp.NONE);
            case MIN, MAX -> EnumSet.of(RollUp.MIN, RollUp.MAX, RollUp.NONE);
            case POOLED, ENPS, FAVOURABLE -> EnumSet.noneOf(RollUp.class);
        };
    }

    /** The smallest group of a KPI whose definition does not say: 5 for scores, otherwise none. */
    public static @Nullable Integer defaultMinGroupSize(Shape shape) {
        return shape == Shape.SCORES ? DEFAULT_MIN_GROUP_SIZE : null;
    }

    /** What is wrong with the definition by itself; empty when valid. */
    public static List<Refusal> check(Kpi kpi) {
        List<Refusal> refusals = new ArrayList<>();
        texts(kpi, refusals);
        combination(kpi, refusals);
        limits(kpi, refusals);
        groupSize(kpi, refusals);
        dimensions(kpi, refusals);
        if (kpi.replaces() != null
                && (!Slug.isValid(kpi.replaces()) || kpi.replaces().equals(kpi.key()))) {
            refusals.add(
                    new Refusal(
                            "invalid-replaces",
                            "/replaces",
                            "Name the key of another KPI that this one goes on from, or leave it"
                                    + " out."));
        }
        return List.copyOf(refusals);
    }

    /**
     * What a new version may not change.
     *
     * @param counted whether any measurement of the KPI has been counted
     */
    public static List<Refusal> checkChange(Kpi current, Kpi proposed, boolean counted) {
        List<Refusal> refusals = new ArrayList<>();
        if (counted) {
            fixed("shape", current.shape().word(), proposed.shape().word(), refusals);
            fixed("period", current.period().word(), proposed.period().word(), refusals);
            fixed("timeZone", current.timeZone().getId(), proposed.timeZone().getId(), refusals);
        }
        Integer before = current.minGroupSize();
        Integer after = proposed.minGroupSize();
        if (counted && before != null && proposed.graceDays() > current.graceDays()) {
            // A period that has been shown would be open again, and could be watched growing.
            refusals.add(
                    new Refusal(
                            "grace-days-raised",
                            "/graceDays",
                            "With small groups the days of grace can only be lowered once"
                                    + " measurements have been counted: send "
                                    + current.graceDays()
                                    + " or fewer."));
        }
        if (before != null && (after == null || after < before)) {
            refusals.add(
                    new Refusal(
                            "min-group-size-lowered",
                            "/minGroupSize",
                            "The smallest group can only be raised: send " + before + " or more."));
        }
        return List.copyOf(refusals);
    }

    /**
     * Which targets that are set already would not agree with a new version's direction.
     *
     * @param targets all targets of the KPI, of every scope
     */
    public static List<Refusal> checkTargets(Kpi proposed, Collection<List<Target>> targets) {
        for (List<Target> ofScope : targets) {
            for (Target target : ofScope) {
                if (!TargetRules.comparators(proposed.direction()).contains(target.comparator())) {
                    return List.of(
                            new Refusal(
                                    "direction-against-targets",
                                    "/direction",
                                    "Targets with '"
                                            + target.comparator().word()
                                            + "' are set, which does not agree with direction '"
                                            + proposed.direction().word()
                                            + "': take them away first."));
                }
            }
        }
        return List.of();
    }

    /** Sentences that an accepted change has to be answered with; empty when there are none. */
    public static List<String> consequences(Kpi current, Kpi proposed) {
        List<String> changed = new ArrayList<>();
        if (!current.unit().equals(proposed.unit())) {
            changed.add("unit");
        }
        if (current.aggregation() != proposed.aggregation()) {
            changed.add("aggregation");
        }
        if (current.rollUp() != proposed.rollUp()) {
            changed.add("rollUp");
        }
        return changed.stream()
                .map(field -> "The change of '" + field + "' holds for all periods at once.")
                .toList();
    }

    private static void texts(Kpi kpi, List<Refusal> refusals) {
        if (kpi.name().isEmpty()) {
            refusals.add(
                    new Refusal("required", "/name", "Give a name in at least one of nb, nn, en."));
        }
        languages("/name", kpi.name(), LONGEST_NAME, refusals);
        languages("/description", kpi.description(), LONGEST_DESCRIPTION, refusals);
        if (kpi.unit().isBlank() || kpi.unit().length() > LONGEST_UNIT) {
            refusals.add(
                    new Refusal(
                            "invalid-unit",
                            "/unit",
                            "Give a unit of 1 to " + LONGEST_UNIT + " characters, such as %."));
        }
        note("/owner", kpi.owner(), refusals);
        note("/source", kpi.source(), refusals);
    }

    private static void languages(
            String pointer, Map<String, String> texts, int longest, List<Refusal> refusals) {
        for (Map.Entry<String, String> text : texts.entrySet()) {
            String place = pointer + "/" + text.getKey();
            if (!LANGUAGES.contains(text.getKey())) {
                refusals.add(
                        new Refusal("unknown-language", place, "Use the languages nb, nn and en."));
            } else if (text.getValue().isBlank() || text.getValue().length() > longest) {
                refusals.add(
                        new Refusal(
                                "invalid-text",
                                place,
                                "Write 1 to " + longest + " characters, or leave it out."));
            }
        }
    }

    private static void note(String pointer, @Nullable String text, List<Refusal> refusals) {
        if (text != null && text.length() > LONGEST_NAME) {
            refusals.add(
                    new Refusal(
                            "invalid-text",
                            pointer,
                            "Write at most " + LONGEST_NAME + " characters."));
        }
    }

    private static void combination(Kpi kpi, List<Refusal> refusals) {
        Set<Aggregation> aggregations = aggregations(kpi.shape());
        if (!aggregations.contains(kpi.aggregation())) {
            String allowed = aggregations.stream().map(Aggregation::word).collect(joining(", "));
            refusals.add(
                    new Refusal(
                            "aggregation-against-shape",
                            "/aggregation",
                            "Shape '" + kpi.shape().word() + "' takes: " + allowed + "."));
            return;
        }
        Set<RollUp> rollUps = rollUps(kpi.shape(), kpi.aggregation());
        if (!rollUps.contains(kpi.rollUp())) {
            refusals.add(
                    new Refusal(
                            "roll-up-against-aggregation",
                            "/rollUp",
                            "Shape '"
                                    + kpi.shape().word()
                                    + "' with aggregation '"
                                    + kpi.aggregation().word()
                                    + "' takes: "
                                    + rollUps.stream().map(RollUp::word).collect(joining(", "))
                                    + "."));
        }
    }

    private static void limits(Kpi kpi, List<Refusal> refusals) {
        if (kpi.graceDays() < 0 || kpi.graceDays() > MOST_GRACE_DAYS) {
            refusals.add(
                    new Refusal(
                            "invalid-grace-days",
                            "/graceDays",
                            "Give whole days from 0 to " + MOST_GRACE_DAYS + "."));
        }
        if (kpi.favourableFrom() < 0 || kpi.favourableFrom() > 10) {
            refusals.add(
                    new Refusal(
                            "invalid-favourable-from",
                            "/favourableFrom",
                            "Give the lowest score that is favourable, from 0 to 10."));
        }
        if (kpi.trials() && kpi.shape() != Shape.RATIO) {
            refusals.add(
                    new Refusal(
                            "trials-against-shape",
                            "/trials",
                            "Only shape 'ratio' has trials: leave it out."));
        }
    }

    private static void groupSize(Kpi kpi, List<Refusal> refusals) {
        Integer size = kpi.minGroupSize();
        boolean counts = kpi.shape() == Shape.SCORES || kpi.trials();
        if (size == null) {
            if (kpi.shape() == Shape.SCORES) {
                refusals.add(
                        new Refusal(
                                "min-group-size-required",
                                "/minGroupSize",
                                "Scores are always protected: give 3 or more, or leave it out for"
                                        + " 5."));
            }
        } else if (!counts) {
            refusals.add(
                    new Refusal(
                            "min-group-size-against-shape",
                            "/minGroupSize",
                            "Only scores, and ratios with 'trials', count answers: leave it out."));
        } else if (size < LOWEST_MIN_GROUP_SIZE || size > HIGHEST_MIN_GROUP_SIZE) {
            refusals.add(
                    new Refusal(
                            "invalid-min-group-size",
                            "/minGroupSize",
                            "Give a whole number from 3 to " + HIGHEST_MIN_GROUP_SIZE + "."));
        }
    }

    private static void dimensions(Kpi kpi, List<Refusal> refusals) {
        if (kpi.dimensions().size() > MOST_DIMENSIONS) {
            refusals.add(
                    new Refusal(
                            "too-many-dimensions",
                            "/dimensions",
                            "Name at most " + MOST_DIMENSIONS + " dimensions."));
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < kpi.dimensions().size(); i++) {
            if (!Slug.isValid(kpi.dimensions().get(i)) || !seen.add(kpi.dimensions().get(i))) {
                refusals.add(
                        new Refusal(
                                "invalid-dimension",
                                "/dimensions/" + i,
                                "Name each dimension once, with a key of a-z, 0-9 and '-'."));
            }
        }
    }

    private static void fixed(String field, String before, String after, List<Refusal> refusals) {
        if (!before.equals(after)) {
            refusals.add(
                    new Refusal(
                            "fixed-once-counted",
                            "/" + field,
                            "Measurements have been counted with '"
                                    + before
                                    + "': keep it, or define a new KPI that 'replaces' this one."));
        }
    }
}
