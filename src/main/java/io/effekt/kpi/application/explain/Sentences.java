package io.effekt.kpi.application.explain;

import io.effekt.kernel.Language;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Boundary;
import io.effekt.kpi.domain.definition.Comparator;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.Status;
import io.effekt.kpi.domain.evaluation.Explanation;
import io.effekt.kpi.domain.evaluation.Explanation.Compared;
import io.effekt.kpi.domain.evaluation.KpiStatus;
import io.effekt.kpi.domain.evaluation.ResolvedTarget;
import io.effekt.organization.Organisation;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says in one plain sentence why a status is what it is. What is said is decided here, how it is
 * said by each language.
 */
public abstract sealed class Sentences permits EnglishSentences, NorwegianSentences {
    /** Which way a warning limit is passed. */
    enum Side {
        FLOOR,
        CEILING,
        BAND
    }

    /** The sentence in that language, or in the nearest one that there are sentences in. */
    public static String say(
            Kpi kpi, Organisation organisation, Explanation explanation, Language language) {
        Sentences sentences =
                switch (language) {
                    case NB, NN -> new NorwegianSentences();
                    case EN -> new EnglishSentences();
                };
        return sentences.say(SentenceContext.of(kpi, organisation, explanation, language));
    }

    private String say(SentenceContext telling) {
        Explanation why = telling.explanation();
        KpiStatus row = why.row();
        String scope = scope(row.scope(), telling.scopeName());
        String subject = about(telling.kpiName(), scope);
        Period period = row.period();
        if (period == null) {
            return neverReported(subject);
        }
        LocalDate reportedBy = Objects.requireNonNull(why.reportedBy());
        return switch (why.why()) {
            case NEVER_REPORTED -> neverReported(subject);
            case NO_DATA -> noData(subject, period, reportedBy);
            case AWAITED -> awaited(subject, period, reportedBy);
            case KEPT_BACK -> keptBack(subject, period, reportedBy.plusDays(1));
            case SUPPRESSED ->
                    suppressed(subject, period, Objects.requireNonNull(row.minGroupSize()));
            case STALE -> stale(subject, period, row.value() == null ? null : amount(row));
            case WORST_OF_TEAMS -> worstOfTeams(subject, period, row.status());
            case NEUTRAL -> worth(subject, row) + neutral();
            case NO_TARGET -> worth(subject, row) + noTarget(period.lastDay());
            case NO_BASELINE -> worth(subject, row) + noBaseline(scope);
            case FIRST_DAY -> worth(subject, row) + firstDay();
            case COMPARED -> compared(subject, period, why);
        };
    }

    private String worth(String subject, KpiStatus row) {
        return worth(subject, Objects.requireNonNull(row.period()), row.complete(), amount(row));
    }

    private String amount(KpiStatus row) {
        BigDecimal value = Objects.requireNonNull(row.value());
        return amount(value, Amounts.of(value), row.unit());
    }

    private String compared(String subject, Period period, Explanation why) {
        KpiStatus row = why.row();
        BigDecimal value = Objects.requireNonNull(row.value());
        Compared compared = Objects.requireNonNull(why.compared());
        ResolvedTarget held = compared.boundaries();
        Amounts amounts = Amounts.of(value, Amounts.boundaries(held));
        String unit = row.unit();
        String goal = goal(held.comparator(), held.goal(), amounts, unit);
        ResolvedTarget whole = Objects.requireNonNull(row.target());
        String target =
                compared.isPaced() && !goal.equals(wholeGoal(whole, unit))
                        ? expected(compared, goal, wholeGoal(whole, unit))
                        : target(goal);
        return worth(subject, period, row.complete(), amount(value, amounts, unit))
                + ", "
                + relation(value, held, amounts, target)
                + warning(row.status(), held, amounts, unit)
                + therefore(row.status());
    }

    private String wholeGoal(ResolvedTarget whole, String unit) {
        BigDecimal largest = Amounts.boundaries(whole).getFirst();
        return goal(
                whole.comparator(),
                whole.goal(),
                Amounts.of(largest, Amounts.boundaries(whole)),
                unit);
    }

    private String relation(BigDecimal value, ResolvedTarget held, Amounts amounts, String target) {
        BigDecimal shown = amounts.shown(value);
        BigDecimal lower = held.goal().lower();
        BigDecimal upper = held.goal().upper();
        if (lower != null && upper != null) {
            if (shown.compareTo(amounts.shown(lower)) < 0) {
                return below(difference(shown, lower, amounts), target);
            }
            return shown.compareTo(amounts.shown(upper)) > 0
                    ? above(difference(shown, upper, amounts), target)
                    : within(target);
        }
        BigDecimal boundary = Objects.requireNonNull(held.goal().value());
        int order = shown.compareTo(amounts.shown(boundary));
        if (order == 0) {
            return exactly(target);
        }
        return order > 0
                ? above(difference(shown, boundary, amounts), target)
                : below(difference(shown, boundary, amounts), target);
    }

    private String difference(BigDecimal shown, BigDecimal boundary, Amounts amounts) {
        return number(shown.subtract(amounts.shown(boundary)).abs());
    }

    private String warning(Status status, ResolvedTarget held, Amounts amounts, String unit) {
        Boundary warning = held.warning();
        if (warning == null || status == Status.ON_TRACK) {
            return "";
        }
        boolean passed = status == Status.OFF_TRACK;
        return switch (held.comparator()) {
            case GTE, GT -> warning(Side.FLOOR, passed, limit(warning.value(), amounts, unit));
            case LTE, LT -> warning(Side.CEILING, passed, limit(warning.value(), amounts, unit));
            case BETWEEN ->
                    warning(
                            Side.BAND,
                            passed,
                            and(
                                    number(amounts.shown(given(warning.lower()))),
                                    limit(warning.upper(), amounts, unit)));
        };
    }

    private String limit(@Nullable BigDecimal boundary, Amounts amounts, String unit) {
        return amount(given(boundary), amounts, unit);
    }

    private String goal(Comparator comparator, Boundary boundary, Amounts amounts, String unit) {
        return switch (comparator) {
            case GTE -> atLeast(limit(boundary.value(), amounts, unit));
            case GT -> moreThan(limit(boundary.value(), amounts, unit));
            case LTE -> atMost(limit(boundary.value(), amounts, unit));
            case LT -> lessThan(limit(boundary.value(), amounts, unit));
            case BETWEEN ->
                    between(
                            number(amounts.shown(given(boundary.lower()))),
                            limit(boundary.upper(), amounts, unit));
        };
    }

    private String amount(BigDecimal number, Amounts amounts, String unit) {
        BigDecimal shown = amounts.shown(number);
        String word = unit(unit, shown);
        return word.isEmpty() ? number(shown) : number(shown) + " " + word;
    }

    private static BigDecimal given(@Nullable BigDecimal number) {
        return Objects.requireNonNull(number);
    }

    abstract String neverReported(String subject);

    abstract String noData(String subject, Period period, LocalDate reportedBy);

    abstract String awaited(String subject, Period period, LocalDate reportedBy);

    abstract String keptBack(String subject, Period period, LocalDate shownFrom);

    abstract String suppressed(String subject, Period period, int minGroupSize);

    /**
     * @param amount null where it may not be shown
     */
    abstract String stale(String subject, Period period, @Nullable String amount);

    abstract String worstOfTeams(String subject, Period period, Status status);

    /** The beginning of a sentence that has a value. */
    abstract String worth(String subject, Period period, boolean complete, String amount);

    abstract String neutral();

    abstract String noTarget(LocalDate day);

    abstract String noBaseline(String scope);

    abstract String firstDay();

    abstract String therefore(Status status);

    abstract String atLeast(String amount);

    abstract String moreThan(String amount);

    abstract String atMost(String amount);

    abstract String lessThan(String amount);

    abstract String between(String lower, String upper);

    abstract String target(String goal);

    /** A target of an open period, of which only a share can be expected yet. */
    abstract String expected(Compared compared, String byNow, String goal);

    abstract String above(String difference, String target);

    abstract String below(String difference, String target);

    abstract String exactly(String target);

    abstract String within(String target);

    /**
     * @param passed whether the value is on the wrong side of it
     */
    abstract String warning(Side side, boolean passed, String limits);

    abstract String and(String one, String other);

    abstract String about(String kpiName, String scope);

    abstract String scope(Scope scope, String name);

    abstract String day(LocalDate day);

    abstract String number(BigDecimal number);

    /** The unit as a word beside that number; empty for none. */
    abstract String unit(String unit, BigDecimal number);
}
