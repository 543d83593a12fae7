package io.effekt.sample;

import io.effekt.kernel.Period;
import io.effekt.kernel.PeriodUnit;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.Timing;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is drawn up a team once a month is over, and sent for the whole month. */
final class MonthlyFigures implements Gauge {
    static final String TRAVEL = "travel-hours-saved";
    static final String CARBON = "carbon-per-employee";

    private final long seed;
    private final List<SampleTeam> teams;
    private final Punctuality punctuality;

    MonthlyFigures(long seed, List<SampleTeam> teams) {
        this.seed = seed;
        this.teams = teams;
        punctuality = new Punctuality(seed);
    }

    @Override
    public Stream<SampleMeasurement> between(LocalDate from, LocalDate to) {
        return Stream.of(TRAVEL, CARBON)
                .flatMap(kpi -> teams.stream().flatMap(team -> ofTeam(kpi, team, from, to)));
    }

    private Stream<SampleMeasurement> ofTeam(
            String kpi, SampleTeam team, LocalDate from, LocalDate to) {
        return Stream.iterate(
                        Period.of(PeriodUnit.MONTH, from),
                        month -> !month.lastDay().isAfter(to),
                        Period::next)
                .filter(month -> !month.start().isBefore(from))
                .filter(month -> !punctuality.isMissing(kpi, team.scope(), month.start()))
                .map(month -> measured(kpi, team, month));
    }

    private SampleMeasurement measured(String kpi, SampleTeam team, Period month) {
        Scope scope = team.scope();
        LocalDate day = month.start();
        return new SampleMeasurement(
                SampleMeasurement.id(kpi, scope, day),
                kpi,
                scope,
                new Timing.Whole(month),
                kpi.equals(TRAVEL) ? travel(team, day) : carbon(team, day),
                new TreeMap<>(),
                punctuality.arrival(kpi, scope, month.lastDay()));
    }

    /** Hours that people would have travelled to meetings held digitally. */
    private Content travel(SampleTeam team, LocalDate month) {
        Dice dice = Dice.of(seed, TRAVEL, team.key(), month);
        double each =
                Dice.of(seed, TRAVEL, team.key()).between(1.6, 2.9)
                        * (1 - 0.75 * Season.summer(month.plusDays(14)))
                        * (1 + 0.12 * (Season.years(month) - 2))
                        * (1 + dice.noise(0.10));
        return new Content.Number(tenths(team.people() * each), BigDecimal.ONE);
    }

    /** Kilograms of CO2 equivalents from travel, commuting and heating, and people in the team. */
    private Content carbon(SampleTeam team, LocalDate month) {
        Dice dice = Dice.of(seed, CARBON, team.key(), month);
        Dice trait = Dice.of(seed, CARBON, team.key());
        double each =
                trait.between(80, 130)
                        * (1 - trait.between(0.00, 0.09) * (Season.years(month) - 1))
                        * (1 + 0.12 * Season.winter(month.plusDays(14)))
                        * (1 + dice.noise(0.04));
        return new Content.Ratio(tenths(team.people() * each), BigDecimal.valueOf(team.people()));
    }

    private static BigDecimal tenths(double number) {
        return BigDecimal.valueOf(Math.max(0, Math.round(number * 10)), 1);
    }
}
