package io.effekt.sample;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.PeriodUnit;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Baseline;
import io.effekt.kpi.domain.definition.Basis;
import io.effekt.kpi.domain.definition.Boundary;
import io.effekt.kpi.domain.definition.Comparator;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.kpi.domain.definition.Target;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sample's own targets, beside those that the catalogue sets for the organisation, and the
 * baselines. Dates are counted from the first and the last month of the sample.
 */
final class Goals {
    private static final String PRODUCTIVITY = "productivity";

    /** A team that nobody has set a baseline for, so that this can be seen too. */
    private static final String WITHOUT_BASELINE = "datavarehus";

    private static final Map<String, String> STATED_PRODUCTIVITY =
            Map.of("velkomst", "0.42", "ki", "0.45", "integrasjon", "0.40");

    private static final Set<String> STATED_CARBON = Set.of("velkomst", "svindel", "sparing");

    private final LocalDate from;
    private final LocalDate thisYear;
    private final List<SampleTeam> teams;

    /**
     * @param from the first day of the sample
     * @param end its last day
     */
    Goals(LocalDate from, LocalDate end, List<SampleTeam> teams) {
        this.from = from;
        this.teams = teams;
        thisYear = LocalDate.of(end.getYear(), 1, 1);
    }

    /** All targets of each KPI and scope that has some. */
    Map<KpiScope, List<Target>> targets() {
        Map<KpiScope, List<Target>> targets = new LinkedHashMap<>();
        targets.put(
                at("digital-adoption", new Scope.Stream("claims")),
                List.of(
                        target(from, thisYear, Comparator.GTE, "65", "55"),
                        target(thisYear, null, Comparator.GTE, "75", "65")));
        targets.put(
                at("ai-assisted-work", new Scope.Stream("workplace")),
                List.of(target(from, null, Comparator.GTE, "45", "30")));
        targets.put(
                at("ai-assisted-work", new Scope.Team("ki")),
                List.of(target(thisYear, null, Comparator.GTE, "80", "60")));
        targets.put(
                at(SpaceSensors.KPI, new Scope.Stream("onboarding")),
                List.of(target(from, null, Comparator.GT, "70", "60")));
        targets.put(
                at("sick-leave", new Scope.Team("oppgjor")),
                List.of(
                        target(from, thisYear, Comparator.LTE, "6", "8"),
                        target(thisYear, null, Comparator.LTE, "5.5", "7.5")));
        for (SampleTeam team : teams) {
            targets.put(at(MonthlyFigures.TRAVEL, team.scope()), travel(team));
        }
        return targets;
    }

    /** Hours a month: more are asked for every year. */
    private List<Target> travel(SampleTeam team) {
        LocalDate lastYear = thisYear.minusYears(1);
        return List.of(
                travel(team, from.minusYears(1), lastYear, "1.6"),
                travel(team, lastYear, thisYear, "1.8"),
                travel(team, thisYear, null, "2.0"));
    }

    private static Target travel(
            SampleTeam team, LocalDate from, @Nullable LocalDate to, String each) {
        BigDecimal hours = new BigDecimal(each).multiply(BigDecimal.valueOf(team.people()));
        BigDecimal warning =
                hours.multiply(new BigDecimal("0.75")).setScale(1, RoundingMode.HALF_EVEN);
        return target(from, to, Comparator.GTE, hours.toPlainString(), warning.toPlainString());
    }

    /** Baselines by KPI and scope: most are computed over a span, some are stated. */
    Map<KpiScope, Baseline> baselines(Iterable<String> streams) {
        Map<KpiScope, Baseline> baselines = new LinkedHashMap<>();
        baselines.put(at(PRODUCTIVITY, Scope.ORG), firstHalfYear());
        baselines.put(at(MonthlyFigures.CARBON, Scope.ORG), stated("104.5"));
        for (String stream : streams) {
            baselines.put(at(PRODUCTIVITY, new Scope.Stream(stream)), firstHalfYear());
            baselines.put(at(MonthlyFigures.CARBON, new Scope.Stream(stream)), firstYear());
        }
        for (SampleTeam team : teams) {
            if (!team.key().equals(WITHOUT_BASELINE)) {
                String productivity = STATED_PRODUCTIVITY.get(team.key());
                baselines.put(
                        at(PRODUCTIVITY, team.scope()),
                        productivity == null ? firstHalfYear() : stated(productivity));
            }
            baselines.put(
                    at(MonthlyFigures.CARBON, team.scope()),
                    STATED_CARBON.contains(team.key()) ? stated("103") : firstYear());
        }
        return baselines;
    }

    /** The first half-year that is measured from its beginning. */
    private Baseline firstHalfYear() {
        LocalDate start = firstWhole(PeriodUnit.HALF_YEAR);
        return span(start, start.plusMonths(6));
    }

    /** Four quarters, so that no season weighs more than another. */
    private Baseline firstYear() {
        LocalDate start = firstWhole(PeriodUnit.QUARTER);
        return span(start, start.plusMonths(12));
    }

    private LocalDate firstWhole(PeriodUnit unit) {
        LocalDate start = unit.startOf(from);
        return start.isBefore(from) ? unit.plus(start, 1) : start;
    }

    private static Baseline span(LocalDate from, LocalDate to) {
        return new Baseline.Span(new DateSpan(from, to), false, null);
    }

    private static Baseline stated(String value) {
        return new Baseline.Fixed(new BigDecimal(value));
    }

    private static Target target(
            LocalDate from,
            @Nullable LocalDate to,
            Comparator comparator,
            String value,
            String warning) {
        return new Target(
                new DateSpan(from, to),
                comparator,
                Basis.ABSOLUTE,
                Boundary.of(new BigDecimal(value)),
                Boundary.of(new BigDecimal(warning)));
    }

    private static KpiScope at(String kpi, Scope scope) {
        return new KpiScope(kpi, scope);
    }
}
