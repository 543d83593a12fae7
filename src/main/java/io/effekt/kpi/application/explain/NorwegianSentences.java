package io.effekt.kpi.application.explain;

import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Status;
import io.effekt.kpi.domain.evaluation.Explanation;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in Norwegian (bokmål) why a status is what it is. */
final class NorwegianSentences extends Sentences {
    private static final List<String> MONTHS =
            List.of(
                    "januar",
                    "februar",
                    "mars",
                    "april",
                    "mai",
                    "juni",
                    "juli",
                    "august",
                    "september",
                    "oktober",
                    "november",
                    "desember");

    @Override
    String neverReported(String subject) {
        return "Det er aldri rapportert noe for " + subject + ".";
    }

    @Override
    String noData(String subject, Period period, LocalDate reportedBy) {
        return subject
                + " mangler tall for "
                + named(period)
                + ": ingenting var rapportert da fristen gikk ut "
                + day(reportedBy)
                + ".";
    }

    @Override
    String awaited(String subject, Period period, LocalDate reportedBy) {
        return subject
                + " mangler foreløpig tall for "
                + named(period)
                + "; fristen for å rapportere er "
                + day(reportedBy)
                + ".";
    }

    @Override
    String keptBack(String subject, Period period, LocalDate shownFrom) {
        return subject
                + " "
                + during(period)
                + " vises ikke før "
                + day(shownFrom)
                + ", av hensyn til dem som svarer.";
    }

    @Override
    String suppressed(String subject, Period period, int minGroupSize) {
        return subject
                + " "
                + during(period)
                + " vises ikke, slik at ingenting kan leses ut av en gruppe på færre enn "
                + minGroupSize
                + ".";
    }

    @Override
    String stale(String subject, Period period, @Nullable String amount) {
        return subject
                + " ble sist rapportert for "
                + named(period)
                + (amount == null ? ";" : ", med verdien " + amount + ";")
                + " det er for lenge siden til å si hvordan det står til.";
    }

    @Override
    String worstOfTeams(String subject, Period period, Status status) {
        return subject
                + " "
                + during(period)
                + " har ikke noe eget tall; statusen er den dårligste blant teamene, altså "
                + verdict(status)
                + ".";
    }

    @Override
    String worth(String subject, Period period, boolean complete, String amount) {
        return subject
                + " "
                + during(period)
                + (complete ? " var " + amount : " er " + amount + " så langt");
    }

    @Override
    String neutral() {
        return "; tallet følges uten mål og har ingen status.";
    }

    @Override
    String noTarget(LocalDate day) {
        return ", men ingen mål gjelder " + day(day) + ", og det finnes derfor ingen status.";
    }

    @Override
    String noBaseline(String scope) {
        return ", men målet regnes fra en utgangsverdi som ikke er satt for "
                + scope
                + ", og det finnes derfor ingen status.";
    }

    @Override
    String firstDay() {
        return ", men perioden har så vidt begynt, og det er for tidlig å si noe om statusen.";
    }

    @Override
    String therefore(Status status) {
        return ", og er derfor " + verdict(status) + ".";
    }

    private static String verdict(Status status) {
        return switch (status) {
            case ON_TRACK -> "i rute";
            case AT_RISK -> "i faresonen";
            case OFF_TRACK -> "ikke i rute";
            case NONE, PENDING, STALE, NO_DATA, NO_TARGET, NO_BASELINE, SUPPRESSED ->
                    throw new IllegalArgumentException("no verdict: " + status);
        };
    }

    @Override
    String atLeast(String amount) {
        return "minst " + amount;
    }

    @Override
    String moreThan(String amount) {
        return "mer enn " + amount;
    }

    @Override
    String atMost(String amount) {
        return "høyst " + amount;
    }

    @Override
    String lessThan(String amount) {
        return "mindre enn " + amount;
    }

    @Override
    String between(String lower, String upper) {
        return "mellom " + lower + " og " + upper;
    }

    @Override
    String target(String goal) {
        return "målet på " + goal;
    }

    @Override
    String expected(Explanation.Compared compared, String byNow, String goal) {
        return "det som kan ventes etter %d av %d dager (%s, for et mål på %s)"
                .formatted(compared.daysOver(), compared.days(), byNow, goal);
    }

    @Override
    String above(String difference, String target) {
        return difference + " over " + target;
    }

    @Override
    String below(String difference, String target) {
        return difference + " under " + target;
    }

    @Override
    String exactly(String target) {
        return "akkurat på grensen for " + target;
    }

    @Override
    String within(String target) {
        return "innenfor " + target;
    }

    @Override
    String warning(Side side, boolean passed, String limits) {
        return switch (side) {
            case FLOOR ->
                    (passed ? " og under" : ", men ikke under") + " varselgrensen på " + limits;
            case CEILING ->
                    (passed ? " og over" : ", men ikke over") + " varselgrensen på " + limits;
            case BAND ->
                    (passed ? " og utenfor" : ", men innenfor") + " varselgrensene på " + limits;
        };
    }

    @Override
    String and(String one, String other) {
        return one + " og " + other;
    }

    @Override
    String about(String kpiName, String scope) {
        return kpiName + " for " + scope;
    }

    @Override
    String scope(Scope scope, String name) {
        return switch (scope) {
            case Scope.Team team -> "teamet " + name;
            case Scope.Stream stream -> "verdistrømmen " + name;
            case Scope.Org org -> "organisasjonen";
        };
    }

    @Override
    String day(LocalDate day) {
        return "%d. %s %d".formatted(day.getDayOfMonth(), month(day), day.getYear());
    }

    private static String month(LocalDate day) {
        return MONTHS.get(day.getMonthValue() - 1);
    }

    private String during(Period period) {
        return switch (period.unit()) {
            case DAY -> "den " + named(period);
            case WEEK, MONTH, QUARTER, HALF_YEAR, YEAR -> "i " + named(period);
        };
    }

    private String named(Period period) {
        LocalDate start = period.start();
        return switch (period.unit()) {
            case DAY -> day(start);
            case WEEK ->
                    "uke "
                            + start.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)
                            + " i "
                            + start.get(IsoFields.WEEK_BASED_YEAR);
            case MONTH -> month(start) + " " + start.getYear();
            case QUARTER -> start.get(IsoFields.QUARTER_OF_YEAR) + ". kvartal " + start.getYear();
            case HALF_YEAR ->
                    (start.getMonthValue() == 1 ? "1. halvår " : "2. halvår ") + start.getYear();
            case YEAR -> String.valueOf(start.getYear());
        };
    }

    @Override
    String number(BigDecimal number) {
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
        symbols.setDecimalSeparator(',');
        symbols.setGroupingSeparator('\u00a0');
        symbols.setMinusSign('\u2212');
        return new DecimalFormat("#,##0.#########", symbols).format(number);
    }

    @Override
    String unit(String unit, BigDecimal number) {
        boolean one = number.abs().compareTo(BigDecimal.ONE) == 0;
        return switch (unit) {
            case "count" -> "";
            case "points" -> "poeng";
            case "hours" -> one ? "time" : "timer";
            case "days" -> one ? "dag" : "dager";
            case "h" -> "t";
            case "per h" -> "per time";
            default -> unit;
        };
    }
}
