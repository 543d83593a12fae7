package io.effekt.sample;

import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.Timing;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Initiatives that a team starts: a one on the day, about seven a quarter, hardly any in July. */
final class Initiatives implements Gauge {
    static final String KPI = "innovation-initiatives";

    private final long seed;
    private final List<SampleTeam> teams;
    private final Punctuality punctuality;

    Initiatives(long seed, List<SampleTeam> teams) {
        this.seed = seed;
        this.teams = teams;
        punctuality = new Punctuality(seed);
    }

    @Override
    public Stream<SampleMeasurement> between(LocalDate from, LocalDate to) {
        return teams.stream()
                .flatMap(team ->
                        from.datesUntil(to.plusDays(1))
                                .filter(Season::isWorkday)
                                .filter(day -> starts(team, day))
                                .map(day -> measured(team.scope(), day)));
    }

    private boolean starts(SampleTeam team, LocalDate day) {
        double aDay = Dice.of(seed, KPI, team.key()).between(0.06, 0.19);
        return Dice.of(seed, KPI, team.key(), day).chance(aDay * (1 - 0.9 * Season.summer(day)))
                && !punctuality.isMissing(KPI, team.scope(), day);
    }

    private SampleMeasurement measured(Scope scope, LocalDate day) {
        int minute = Dice.of(seed, KPI + " minute", scope.toString(), day).whole(0, 479);
        return new SampleMeasurement(
                SampleMeasurement.id(KPI, scope, day),
                KPI,
                scope,
                new Timing.Moment(
                        day.atTime(LocalTime.of(8, 0).plusMinutes(minute))
                                .atZone(SampleZone.ZONE)
                                .toInstant()),
                new Content.Number(BigDecimal.ONE, BigDecimal.ONE),
                new TreeMap<>(),
                punctuality.arrival(KPI, scope, day));
    }
}
