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
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says in one plain sentence why a status is what it is. What is said is decided here, how it is
 * said by the {@link Phrases} of each language.
 */
public final class Sentences {
    private final Phrases phrases;

    private Sentences(Phrases phrases) {
        this.phrases = phrases;
    }

    /** The sentence in that language, or in the nearest one that there are sentences in. */
    public static String say(
            Kpi kpi, Organisation organisation, Explanation explanation, Language language) {
        return new Sentences(Phrases.in(language))
                .say(SentenceContext.of(kpi, organisation, explanation, language));
    }

    private String say(SentenceContext context) {
        Explanation why = context.explanation();
        KpiStatus row = why.row();
        String scope = scope(row.scope(), context.scopeName());
        String subject = phrases.say("subject", context.kpiName(), scope);
        Period period = row.period();
        if (period == null) {
            return phrases.say("neverReported", subject);
        }
        LocalDate reportedBy = Objects.requireNonNull(why.reportedBy());
        return switch (why.why()) {
            case NEVER_REPORTED -> phrases.say("neverReported", subject);
            case NO_DATA -> named("noData", subject, period, phrases.day(reportedBy));
            case AWAITED -> named("awaited", subject, period, phrases.day(reportedBy));
            case KEPT_BACK ->
                    during("keptBack", subject, period, phrases.day(reportedBy.plusDays(1)));
            case SUPPRESSED ->
                    during(
                            "suppressed",
                            subject,
                            period,
                            String.valueOf(Objects.requireNonNull(row.minGroupSize())));
            case STALE ->
                    row.value() == null
                            ? named("stale.hidden", subject, period, "")
                            : named("stale", subject, period, amount(row));
            case WORST_OF_TEAMS -> during("worstOfTeams", subject, period, verdict(row.status()));
            case NEUTRAL -> worth(subject, row) + phrases.say("neutral");
            case NO_TARGET ->
                    worth(subject, row) + phrases.say("noTarget", phrases.day(period.lastDay()));
            case NO_BASELINE -> worth(subject, row) + phrases.say("noBaseline", scope);
            case FIRST_DAY -> worth(subject, row) + phrases.say("firstDay");
            case COMPARED -> compared(subject, period, why);
        };
    }

    private String named(String key, String subject, Period period, String more) {
        return phrases.say(key, subject, phrases.named(period), more);
    }

    private String during(String key, String subject, Period period, String more) {
        return phrases.say(key, subject, phrases.during(period), more);
    }

    private String worth(String subject, KpiStatus row) {
        return worth(subject, Objects.requireNonNull(row.period()), row.complete(), amount(row));
    }

    private String worth(String subject, Period period, boolean complete, String amount) {
        return during(complete ? "worth" : "worth.open", subject, period, amount);
    }

    private String amount(KpiStatus row) {
        BigDecimal value = Objects.requireNonNull(row.value());
        return phrases.amount(Amounts.of(value).shown(value), row.unit());
    }

    private String verdict(Status status) {
        return phrases.say("status." + word(status));
    }

    private String scope(Scope scope, String name) {
        return switch (scope) {
            case Scope.Team team -> phrases.say("scope.team", name);
            case Scope.Stream stream -> phrases.say("scope.stream", name);
            case Scope.Org org -> phrases.say("scope.org");
        };
    }

    private String compared(String subject, Period period, Explanation why) {
        KpiStatus row = why.row();
        BigDecimal value = Objects.requireNonNull(row.value());
        Compared compared = Objects.requireNonNull(why.compared());
        ResolvedTarget held = compared.boundaries();
        Amounts amounts = Amounts.of(value, Amounts.boundaries(held));
        String unit = row.unit();
        String goal = goal(held.comparator(), held.goal(), amounts, unit);
        String whole = wholeGoal(Objects.requireNonNull(row.target()), unit);
        String target =
                compared.isPaced() && !goal.equals(whole)
                        ? phrases.say(
                                "expected",
                                String.valueOf(compared.daysOver()),
                                String.valueOf(compared.days()),
                                goal,
                                whole)
                        : phrases.say("target", goal);
        return phrases.say(
                "compared",
                worth(subject, period, row.complete(), limit(value, amounts, unit)),
                relation(value, held, amounts, target),
                warning(row.status(), held, amounts, unit),
                verdict(row.status()));
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
                return phrases.say("below", difference(shown, lower, amounts), target);
            }
            return shown.compareTo(amounts.shown(upper)) > 0
                    ? phrases.say("above", difference(shown, upper, amounts), target)
                    : phrases.say("within", target);
        }
        BigDecimal boundary = Objects.requireNonNull(held.goal().value());
        int order = shown.compareTo(amounts.shown(boundary));
        if (order == 0) {
            return phrases.say("exactly", target);
        }
        return phrases.say(
                order > 0 ? "above" : "below", difference(shown, boundary, amounts), target);
    }

    private String difference(BigDecimal shown, BigDecimal boundary, Amounts amounts) {
        return phrases.number(shown.subtract(amounts.shown(boundary)).abs());
    }

    /** Where the value lies by the warning limit; empty where that needs no word. */
    private String warning(Status status, ResolvedTarget held, Amounts amounts, String unit) {
        Boundary warning = held.warning();
        if (warning == null || status == Status.ON_TRACK) {
            return "";
        }
        String passed = status == Status.OFF_TRACK ? ".passed" : "";
        return switch (held.comparator()) {
            case GTE, GT ->
                    phrases.say("warning.floor" + passed, limit(warning.value(), amounts, unit));
            case LTE, LT ->
                    phrases.say("warning.ceiling" + passed, limit(warning.value(), amounts, unit));
            case BETWEEN ->
                    phrases.say(
                            "warning.band" + passed,
                            number(warning.lower(), amounts),
                            limit(warning.upper(), amounts, unit));
        };
    }

    private String goal(Comparator comparator, Boundary boundary, Amounts amounts, String unit) {
        return switch (comparator) {
            case GTE, GT, LTE, LT ->
                    phrases.say("goal." + word(comparator), limit(boundary.value(), amounts, unit));
            case BETWEEN ->
                    phrases.say(
                            "goal.between",
                            number(boundary.lower(), amounts),
                            limit(boundary.upper(), amounts, unit));
        };
    }

    private String limit(@Nullable BigDecimal boundary, Amounts amounts, String unit) {
        return phrases.amount(amounts.shown(Objects.requireNonNull(boundary)), unit);
    }

    private String number(@Nullable BigDecimal boundary, Amounts amounts) {
        return phrases.number(amounts.shown(Objects.requireNonNull(boundary)));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
