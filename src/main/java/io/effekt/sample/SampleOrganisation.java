package io.effekt.sample;

import io.effekt.kernel.Period;
import io.effekt.kernel.PeriodUnit;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Baseline;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.kpi.domain.definition.Target;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.Timing;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An organisation that does not exist, with two years of measurements. Pure: what was measured on a
 * day follows from the seed, the KPI, the scope and that day alone, ids included, so a sample made
 * on another day holds the same measurements for the same days.
 */
final class SampleOrganisation {
    static final String SOURCE = "sample";

    /** The id of the measurement that is posted last, when all others are counted. */
    static final String LOADED = "sample-loaded";

    private static final long SEED = 20_260_101;

    private final LocalDate from;
    private final LocalDate end;
    private final List<SampleTeam> teams;
    private final Goals goals;

    private SampleOrganisation(LocalDate end) {
        this.end = end;
        from = end.withDayOfMonth(1).minusYears(2);
        teams = Staff.teams(end);
        goals = new Goals(from, end, teams);
    }

    /** The sample whose last day is this one; it begins with a month, two years before. */
    static SampleOrganisation endingOn(LocalDate end) {
        return new SampleOrganisation(end);
    }

    LocalDate from() {
        return from;
    }

    LocalDate end() {
        return end;
    }

    /** Keys and names. */
    Map<String, String> valueStreams() {
        return Staff.valueStreams();
    }

    List<SampleTeam> teams() {
        return teams;
    }

    /** Targets beside those of the catalogue. */
    Map<KpiScope, List<Target>> targets() {
        return goals.targets();
    }

    Map<KpiScope, Baseline> baselines() {
        return goals.baselines(valueStreams().keySet());
    }

    /** All measurements in the order in which they arrive; some after later ones. */
    List<SampleMeasurement> measurements() {
        return Stream.of(
                        new WeeklyRatios(SEED, teams),
                        new SpaceSensors(SEED, valueStreams().keySet()),
                        new Surveys(SEED, teams),
                        new MonthlyFigures(SEED, teams),
                        new Initiatives(SEED, teams))
                .flatMap(gauge -> gauge.between(from, end))
                .sorted(
                        Comparator.comparing(SampleMeasurement::arrives)
                                .thenComparing(SampleMeasurement::id))
                .toList();
    }

    /** The mark that everything else is counted. It adds nothing: no hours, at the organisation. */
    SampleMeasurement loaded() {
        return new SampleMeasurement(
                LOADED,
                MonthlyFigures.TRAVEL,
                Scope.ORG,
                new Timing.Whole(Period.of(PeriodUnit.MONTH, from)),
                new Content.Number(BigDecimal.ZERO, BigDecimal.ONE),
                new TreeMap<>(),
                end);
    }
}
