package io.effekt.kpi.domain.measurement;

import io.effekt.kernel.Digits;
import io.effekt.kernel.Refusal;
import io.effekt.kpi.domain.definition.Kpi;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a measurement must be for its KPI to count it. */
public final class MeasurementRules {
    /** Clocks differ: so far ahead of ours an observation may lie. */
    public static final Duration AHEAD = Duration.ofMinutes(5);

    /** More answers in one measurement than people on Earth are a mistake. */
    public static final long MOST_ANSWERS = 10_000_000_000L;

    public static final int LONGEST_LABEL = 100;

    private MeasurementRules() {}

    /**
     * Why the measurement cannot be counted, with a code of the receipts; null when it can.
     *
     * @param now when the log takes it
     */
    public static @Nullable Refusal check(
            Kpi kpi, Content content, Timing timing, Map<String, String> dimensions, Instant now) {
        if (kpi.retired()) {
            return new Refusal(
                    "kpi_retired",
                    "/kpi",
                    "The KPI '"
                            + kpi.key()
                            + "' takes no new measurements: "
                            + "send them to the KPI that replaced it.");
        }
        Refusal refusal = checkContent(kpi, content);
        if (refusal == null) {
            refusal = checkDimensions(kpi, dimensions);
        }
        return refusal != null ? refusal : checkTiming(kpi, timing, now);
    }

    private static @Nullable Refusal checkContent(Kpi kpi, Content content) {
        if (content.shape() != kpi.shape()) {
            String fields =
                    switch (kpi.shape()) {
                        case NUMBER -> "'value'";
                        case RATIO -> "'numerator' and 'denominator'";
                        case SCORES -> "'scores'";
                    };
            return Refusal.of(
                    "shape_mismatch",
                    "The KPI '"
                            + kpi.key()
                            + "' has shape '"
                            + kpi.shape().word()
                            + "': send "
                            + fields
                            + ".");
        }
        return switch (content) {
            case Content.Number(BigDecimal value, BigDecimal weight) -> number(value, weight);
            case Content.Ratio(BigDecimal numerator, BigDecimal denominator) ->
                    ratio(kpi, numerator, denominator);
            case Content.Scores(List<Long> counts) -> scores(counts);
        };
    }

    private static @Nullable Refusal number(BigDecimal value, BigDecimal weight) {
        if (!Digits.fit(value)) {
            return tooLong("/value");
        }
        if (!Digits.fit(weight)) {
            return tooLong("/weight");
        }
        return weight.signum() > 0
                ? null
                : invalid("/weight", "Send a weight above 0, or leave it out for 1.");
    }

    private static @Nullable Refusal ratio(Kpi kpi, BigDecimal numerator, BigDecimal denominator) {
        if (!Digits.fit(numerator)) {
            return tooLong("/numerator");
        }
        if (!Digits.fit(denominator)) {
            return tooLong("/denominator");
        }
        if (denominator.signum() <= 0) {
            return invalid("/denominator", "Send a denominator above 0.");
        }
        if (!kpi.trials()) {
            return null;
        }
        if (!isWhole(denominator)) {
            return invalid("/denominator", "It counts trials: send a whole number.");
        }
        boolean counts =
                isWhole(numerator)
                        && numerator.signum() >= 0
                        && numerator.compareTo(denominator) <= 0;
        return counts
                ? null
                : invalid(
                        "/numerator",
                        "It counts successes: send a whole number from 0 to the denominator.");
    }

    private static @Nullable Refusal scores(List<Long> counts) {
        long answers = 0;
        for (int score = 0; score < counts.size(); score++) {
            long count = counts.get(score);
            if (count < 0 || count > MOST_ANSWERS) {
                return invalid("/scores/" + score, "Send a count from 0 to " + MOST_ANSWERS + ".");
            }
            answers += count;
        }
        return answers > 0
                ? null
                : invalid("/scores", "Send at least one answer, or no measurement at all.");
    }

    private static @Nullable Refusal checkDimensions(Kpi kpi, Map<String, String> dimensions) {
        for (Map.Entry<String, String> label : dimensions.entrySet()) {
            String pointer = "/dimensions/" + label.getKey().replace("~", "~0").replace("/", "~1");
            if (!kpi.dimensions().contains(label.getKey())) {
                String known =
                        kpi.dimensions().isEmpty() ? "none" : String.join(", ", kpi.dimensions());
                return new Refusal(
                        "unknown_dimension",
                        pointer,
                        "Use only the dimensions of '"
                                + kpi.key()
                                + "' ("
                                + known
                                + "), or add this one to the KPI.");
            }
            String value = label.getValue();
            if (value.isBlank()
                    || value.length() > LONGEST_LABEL
                    || value.chars().anyMatch(Character::isISOControl)) {
                return invalid(
                        pointer,
                        "Send a label of 1 to " + LONGEST_LABEL + " characters in one line.");
            }
        }
        return null;
    }

    private static @Nullable Refusal checkTiming(Kpi kpi, Timing timing, Instant now) {
        if (timing instanceof Timing.Whole whole
                && whole.period().unit().compareTo(kpi.period()) > 0) {
            return invalid(
                    "/period",
                    "The KPI speaks of one "
                            + kpi.period().word()
                            + ": send a period that is not longer, or 'observedAt'.");
        }
        if (timing.countsFrom(kpi.timeZone()).isAfter(now.plus(AHEAD))) {
            return switch (timing) {
                case Timing.Moment moment ->
                        new Refusal(
                                "observed_in_future",
                                "/observedAt",
                                "It lies more than 5 minutes ahead: send it when it has been"
                                        + " observed, and check the clock and the zone.");
                case Timing.Whole whole ->
                        new Refusal(
                                "observed_in_future",
                                "/period",
                                "The period has not begun: send it from its first day on.");
            };
        }
        return null;
    }

    private static boolean isWhole(BigDecimal number) {
        return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
    }

    private static Refusal tooLong(String pointer) {
        return invalid(pointer, "Send at most 30 digits, 12 of them after the point.");
    }

    private static Refusal invalid(String pointer, String detail) {
        return new Refusal("invalid_value", pointer, detail);
    }
}
