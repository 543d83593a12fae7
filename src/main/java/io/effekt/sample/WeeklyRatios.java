package io.effekt.sample;

import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.Timing;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What every team counts once a week and sends on Friday afternoon: a part of a whole. */
final class WeeklyRatios implements Gauge {
    private static final LocalTime FRIDAY_AFTERNOON = LocalTime.of(15, 0);
    private static final LocalDate TOOLS_PILOT = LocalDate.of(2026, 2, 2);
    private static final LocalDate AI_FOR_ALL = LocalDate.of(2026, 1, 12);

    /** How many of how many in one week of one team. */
    private interface Count {
        Content.Ratio of(SampleTeam team, LocalDate friday, Dice dice);
    }

    private final long seed;
    private final List<SampleTeam> teams;
    private final Punctuality punctuality;

    WeeklyRatios(long seed, List<SampleTeam> teams) {
        this.seed = seed;
        this.teams = teams;
        punctuality = new Punctuality(seed);
    }

    @Override
    public Stream<SampleMeasurement> between(LocalDate from, LocalDate to) {
        Map<String, Count> counts =
                Map.of(
                        "digital-adoption", this::adoption,
                        "teams-meeting-share", this::meetings,
                        "productivity", this::productivity,
                        "sick-leave", this::sickLeave,
                        "ai-assisted-work", this::aiUse);
        LocalDate first = from.with(TemporalAdjusters.nextOrSame(DayOfWeek.FRIDAY));
        return counts.entrySet().stream()
                .flatMap(kpi ->
                        teams.stream()
                                .flatMap(team ->
                                        first.datesUntil(
                                                        to.plusDays(1), java.time.Period.ofWeeks(1))
                                                .flatMap(friday ->
                                                        measured(
                                                                kpi.getKey(),
                                                                kpi.getValue(),
                                                                team,
                                                                friday))));
    }

    private Stream<SampleMeasurement> measured(
            String kpi, Count count, SampleTeam team, LocalDate friday) {
        Scope scope = team.scope();
        if (punctuality.isMissing(kpi, scope, friday)) {
            return Stream.empty();
        }
        Dice dice = Dice.of(seed, kpi, scope.toString(), friday);
        return Stream.of(
                new SampleMeasurement(
                        SampleMeasurement.id(kpi, scope, friday),
                        kpi,
                        scope,
                        new Timing.Moment(
                                friday.atTime(FRIDAY_AFTERNOON)
                                        .atZone(SampleZone.ZONE)
                                        .toInstant()),
                        count.of(team, friday, dice),
                        new TreeMap<>(),
                        punctuality.arrival(kpi, scope, friday)));
    }

    /** Active users of licences; a pilot of new tools lifts every other team. */
    private Content.Ratio adoption(SampleTeam team, LocalDate friday, Dice dice) {
        Dice trait = Dice.of(seed, "digital-adoption", team.key());
        double level = trait.between(0.55, 0.68);
        boolean inPilot = trait.chance(0.5);
        double lift = inPilot ? trait.between(0.10, 0.17) : trait.between(0.00, 0.04);
        double share =
                level
                        + lift * Season.change(friday, TOOLS_PILOT, 120)
                        - 0.10 * Season.summer(friday)
                        + dice.noise(0.025);
        int licences = team.people() * 4;
        return ratio(dice.hits(licences, share), licences);
    }

    /** Meetings held digitally of all meetings; more of them in the dark months. */
    private Content.Ratio meetings(SampleTeam team, LocalDate friday, Dice dice) {
        double level = Dice.of(seed, "teams-meeting-share", team.key()).between(0.40, 0.60);
        int meetings =
                Math.max(
                        2,
                        (int) (team.people() * 2.4 * (1 - 0.7 * Season.summer(friday)))
                                + dice.whole(-2, 2));
        return ratio(dice.hits(meetings, level + 0.06 * Season.winter(friday)), meetings);
    }

    /** Items delivered an hour worked; slowly more of them, unevenly over the teams. */
    private Content.Ratio productivity(SampleTeam team, LocalDate friday, Dice dice) {
        Dice trait = Dice.of(seed, "productivity", team.key());
        double perHour = trait.between(0.30, 0.55);
        double growth = trait.between(-0.02, 0.14);
        double hours =
                team.people() * 37.5 * (0.86 - 0.55 * Season.summer(friday)) + dice.between(-6, 6);
        double rate = perHour * (1 + growth * (Season.years(friday) - 1)) * (1 + dice.noise(0.06));
        return new Content.Ratio(
                BigDecimal.valueOf(Math.max(0, Math.round(hours * rate))),
                BigDecimal.valueOf(Math.max(10, Math.round(hours * 10)), 1));
    }

    /** Days lost of days agreed; worst in winter, and now and then somebody is away for weeks. */
    private Content.Ratio sickLeave(SampleTeam team, LocalDate friday, Dice dice) {
        long workdays =
                friday.minusDays(4)
                        .datesUntil(friday.plusDays(1))
                        .filter(Season::isWorkday)
                        .count();
        int agreed = Math.max(1, (int) (team.people() * workdays));
        double level = Dice.of(seed, "sick-leave", team.key()).between(0.022, 0.052);
        double share =
                level * (1 + 0.55 * Season.winter(friday)) * (1 - 0.6 * Season.summer(friday));
        boolean longAbsence =
                Dice.of(seed, "sick-leave long", team.key(), friday.withDayOfMonth(1)).chance(0.05);
        int lost = dice.hits(agreed, share) + (longAbsence ? (int) workdays : 0);
        return ratio(Math.min(lost, agreed), agreed);
    }

    /** Employees who used AI that week; rolled out to all, taken up at different paces. */
    private Content.Ratio aiUse(SampleTeam team, LocalDate friday, Dice dice) {
        Dice trait = Dice.of(seed, "ai-assisted-work", team.key());
        double before = trait.between(0.04, 0.16);
        double after = team.key().equals("ki") ? 0.85 : trait.between(0.26, 0.62);
        LocalDate middle = AI_FOR_ALL.plusDays(trait.whole(-90, 120));
        double share = before + (after - before) * Season.change(friday, middle, 240);
        return ratio(dice.hits(team.people(), share), team.people());
    }

    private static Content.Ratio ratio(long part, long whole) {
        return new Content.Ratio(BigDecimal.valueOf(part), BigDecimal.valueOf(whole));
    }
}
