package io.effekt.kpi.application.explain;

import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Status;
import io.effekt.kpi.domain.evaluation.Explanation;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in English why a status is what it is. */
final class EnglishSentences extends Sentences {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);
    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("MMMM uuuu", Locale.UK);

    @Override
    String neverReported(String subject) {
        return "Nothing has ever been reported for " + subject + ".";
    }

    @Override
    String noData(String subject, Period period, LocalDate reportedBy) {
        return subject
                + " has no data for "
                + named(period)
                + ": nothing had been reported when the time for it ended, on "
                + day(reportedBy)
                + ".";
    }

    @Override
    String awaited(String subject, Period period, LocalDate reportedBy) {
        return subject
                + " has no data for "
                + named(period)
                + " yet; it can be reported until the end of "
                + day(reportedBy)
                + ".";
    }

    @Override
    String keptBack(String subject, Period period, LocalDate shownFrom) {
        return subject
                + " "
                + during(period)
                + " is not shown before "
                + day(shownFrom)
                + ", to protect those who answer.";
    }

    @Override
    String suppressed(String subject, Period period, int minGroupSize) {
        return subject
                + " "
                + during(period)
                + " is not shown, so that nothing can be read out of a group of fewer than "
                + minGroupSize
                + ".";
    }

    @Override
    String stale(String subject, Period period, @Nullable String amount) {
        return subject
                + " was last reported for "
                + named(period)
                + (amount == null ? ";" : ", when it was " + amount + ";")
                + " that is too long ago to say how things stand.";
    }

    @Override
    String worstOfTeams(String subject, Period period, Status status) {
        return subject
                + " "
                + during(period)
                + " has no number of its own; the worst of its teams is "
                + verdict(status)
                + ", so it is "
                + verdict(status)
                + " too.";
    }

    @Override
    String worth(String subject, Period period, boolean complete, String amount) {
        return subject
                + " "
                + during(period)
                + (complete ? " was " + amount : " is " + amount + " so far");
    }

    @Override
    String neutral() {
        return "; it is followed without a target, and has no status.";
    }

    @Override
    String noTarget(LocalDate day) {
        return ", but no target holds on " + day(day) + ", so it has no status.";
    }

    @Override
    String noBaseline(String scope) {
        return ", but its target is counted from a baseline, and "
                + scope
                + " has none, so it has no status.";
    }

    @Override
    String firstDay() {
        return ", but the period has only just begun, and it is too early to tell.";
    }

    @Override
    String therefore(Status status) {
        return ", so it is " + verdict(status) + ".";
    }

    private static String verdict(Status status) {
        return switch (status) {
            case ON_TRACK -> "on track";
            case AT_RISK -> "at risk";
            case OFF_TRACK -> "off track";
            case NONE, PENDING, STALE, NO_DATA, NO_TARGET, NO_BASELINE, SUPPRESSED ->
                    throw new IllegalArgumentException("no verdict: " + status);
        };
    }

    @Override
    String atLeast(String amount) {
        return "at least " + amount;
    }

    @Override
    String moreThan(String amount) {
        return "more than " + amount;
    }

    @Override
    String atMost(String amount) {
        return "at most " + amount;
    }

    @Override
    String lessThan(String amount) {
        return "less than " + amount;
    }

    @Override
    String between(String lower, String upper) {
        return "between " + lower + " and " + upper;
    }

    @Override
    String target(String goal) {
        return "the target of " + goal;
    }

    @Override
    String expected(Explanation.Compared compared, String byNow, String goal) {
        return "what can be expected after %d of %d days (%s, for a target of %s)"
                .formatted(compared.daysOver(), compared.days(), byNow, goal);
    }

    @Override
    String above(String difference, String target) {
        return difference + " above " + target;
    }

    @Override
    String below(String difference, String target) {
        return difference + " below " + target;
    }

    @Override
    String exactly(String target) {
        return "exactly at the limit of " + target;
    }

    @Override
    String within(String target) {
        return "within " + target;
    }

    @Override
    String warning(Side side, boolean passed, String limits) {
        return switch (side) {
            case FLOOR ->
                    (passed ? " and below" : ", but not below") + " the warning limit of " + limits;
            case CEILING ->
                    (passed ? " and above" : ", but not above") + " the warning limit of " + limits;
            case BAND ->
                    (passed ? " and outside" : ", but within") + " the warning limits of " + limits;
        };
    }

    @Override
    String and(String one, String other) {
        return one + " and " + other;
    }

    @Override
    String about(String kpiName, String scope) {
        return kpiName + " for " + scope;
    }

    @Override
    String scope(Scope scope, String name) {
        return switch (scope) {
            case Scope.Team team -> "team " + name;
            case Scope.Stream stream -> "value stream " + name;
            case Scope.Org org -> "the organisation";
        };
    }

    @Override
    String day(LocalDate day) {
        return DAY.format(day);
    }

    private static String during(Period period) {
        return switch (period.unit()) {
            case DAY -> "on " + named(period);
            case WEEK, MONTH, QUARTER, HALF_YEAR, YEAR -> "in " + named(period);
        };
    }

    private static String named(Period period) {
        LocalDate start = period.start();
        return switch (period.unit()) {
            case DAY -> DAY.format(start);
            case WEEK ->
                    "week "
                            + start.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)
                            + " of "
                            + start.get(IsoFields.WEEK_BASED_YEAR);
            case MONTH -> MONTH.format(start);
            case QUARTER ->
                    switch (start.get(IsoFields.QUARTER_OF_YEAR)) {
                        case 1 -> "the first quarter of " + start.getYear();
                        case 2 -> "the second quarter of " + start.getYear();
                        case 3 -> "the third quarter of " + start.getYear();
                        default -> "the fourth quarter of " + start.getYear();
                    };
            case HALF_YEAR ->
                    (start.getMonthValue() == 1 ? "the first half of " : "the second half of ")
                            + start.getYear();
            case YEAR -> String.valueOf(start.getYear());
        };
    }

    @Override
    String number(BigDecimal number) {
        DecimalFormat format =
                new DecimalFormat("#,##0.#########", DecimalFormatSymbols.getInstance(Locale.UK));
        return format.format(number);
    }

    @Override
    String unit(String unit, BigDecimal number) {
        boolean one = number.abs().compareTo(BigDecimal.ONE) == 0;
        return switch (unit) {
            case "count" -> "";
            case "points" -> one ? "point" : "points";
            case "hours" -> one ? "hour" : "hours";
            case "days" -> one ? "day" : "days";
            default -> unit;
        };
    }
}
