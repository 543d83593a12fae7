package io.effekt.sample;

import io.effekt.kernel.PeriodUnit;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.Timing;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The pulse survey of every quarter: each team's answers as counts of scores 0 to 10. */
final class Surveys implements Gauge {
    static final String SATISFACTION = "employee-satisfaction";
    static final String ENPS = "enps";

    private static final LocalTime CLOSED = LocalTime.of(12, 0);

    private final long seed;
    private final List<SampleTeam> teams;
    private final Punctuality punctuality;

    Surveys(long seed, List<SampleTeam> teams) {
        this.seed = seed;
        this.teams = teams;
        punctuality = new Punctuality(seed);
    }

    @Override
    public Stream<SampleMeasurement> between(LocalDate from, LocalDate to) {
        return Stream.of(SATISFACTION, ENPS)
                .flatMap(kpi -> teams.stream().flatMap(team -> ofTeam(kpi, team, from, to)));
    }

    private Stream<SampleMeasurement> ofTeam(
            String kpi, SampleTeam team, LocalDate from, LocalDate to) {
        return Stream.iterate(
                        PeriodUnit.QUARTER.startOf(from),
                        quarter -> !quarter.isAfter(to),
                        quarter -> quarter.plusMonths(3))
                .map(quarter -> closingDay(kpi, team, quarter))
                .filter(day -> !day.isBefore(from) && !day.isAfter(to))
                .filter(day -> !punctuality.isMissing(kpi, team.scope(), day))
                .map(day -> measured(kpi, team, day))
                .filter(Objects::nonNull);
    }

    /** In the quarter's second month, not on the same day for every team. */
    private LocalDate closingDay(String kpi, SampleTeam team, LocalDate quarter) {
        int day = Dice.of(seed, kpi + " closes", team.key(), quarter).whole(8, 20);
        return quarter.plusMonths(1).withDayOfMonth(day);
    }

    private SampleMeasurement measured(String kpi, SampleTeam team, LocalDate day) {
        Scope scope = team.scope();
        return new SampleMeasurement(
                SampleMeasurement.id(kpi, scope, day),
                kpi,
                scope,
                new Timing.Moment(day.atTime(CLOSED).atZone(SampleZone.ZONE).toInstant()),
                answers(kpi, team, day),
                new TreeMap<>(),
                // Never late: a survey closes before it is counted.
                day);
    }

    private Content.Scores answers(String kpi, SampleTeam team, LocalDate day) {
        Dice dice = Dice.of(seed, kpi, team.key(), day);
        Dice trait = Dice.of(seed, kpi, team.key());
        double mood =
                trait.between(7.9, 8.9)
                        - (kpi.equals(ENPS) ? 0.35 : 0)
                        + trait.between(-0.1, 0.25) * (Season.years(day) - 2)
                        - 0.15 * Season.winter(day);
        List<Long> counts = new ArrayList<>(Collections.nCopies(11, 0L));
        int answers = Math.max(3, dice.hits(team.people(), 0.86));
        for (int i = 0; i < answers; i++) {
            int score = (int) Math.clamp(Math.round(mood + dice.noise(1.25)), 0, 10);
            counts.set(score, counts.get(score) + 1);
        }
        return new Content.Scores(counts);
    }
}
