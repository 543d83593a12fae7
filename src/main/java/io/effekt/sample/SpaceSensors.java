package io.effekt.sample;

import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.Timing;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Sensor minutes of every value stream's floor, by zone, each workday at closing time. */
final class SpaceSensors implements Gauge {
    static final String KPI = "space-utilisation";

    private static final LocalTime CLOSING = LocalTime.of(17, 30);
    private static final int MINUTES_OPEN = 600;

    /** Zones, and how much more or less than the floor they are used. */
    private static final Map<String, Double> ZONES =
            Map.of("north", 0.02, "south", -0.03, "quiet", -0.09, "project", 0.10);

    private final long seed;
    private final Collection<String> streams;
    private final Punctuality punctuality;

    SpaceSensors(long seed, Collection<String> streams) {
        this.seed = seed;
        this.streams = streams;
        punctuality = new Punctuality(seed);
    }

    @Override
    public Stream<SampleMeasurement> between(LocalDate from, LocalDate to) {
        return streams.stream()
                .flatMap(stream ->
                        ZONES.keySet().stream().flatMap(zone -> ofZone(stream, zone, from, to)));
    }

    private Stream<SampleMeasurement> ofZone(
            String stream, String zone, LocalDate from, LocalDate to) {
        Scope scope = new Scope.Stream(stream);
        return from.datesUntil(to.plusDays(1))
                .filter(Season::isWorkday)
                .filter(day -> !punctuality.isMissing(KPI + " " + zone, scope, day))
                .map(day -> measured(scope, zone, day));
    }

    private SampleMeasurement measured(Scope scope, String zone, LocalDate day) {
        Dice dice = Dice.of(seed, KPI + " " + zone, scope.toString(), day);
        int sensors = Dice.of(seed, KPI, scope.toString()).whole(10, 18);
        int open = MINUTES_OPEN * sensors;
        double share = Math.clamp(use(scope, zone, day) + dice.noise(0.04), 0.02, 0.99);
        return new SampleMeasurement(
                SampleMeasurement.id(KPI, scope, day) + "-" + zone,
                KPI,
                scope,
                new Timing.Moment(day.atTime(CLOSING).atZone(SampleZone.ZONE).toInstant()),
                new Content.Ratio(
                        BigDecimal.valueOf(Math.round(open * share)), BigDecimal.valueOf(open)),
                new TreeMap<>(Map.of("zone", zone)),
                punctuality.arrival(KPI + " " + zone, scope, day));
    }

    private double use(Scope scope, String zone, LocalDate day) {
        Dice trait = Dice.of(seed, KPI + " level", scope.toString());
        double growth = trait.between(0.01, 0.05);
        return trait.between(0.66, 0.78)
                + ZONES.getOrDefault(zone, 0.0)
                + growth * (Season.years(day) - 2)
                + weekday(day)
                - 0.42 * Season.summer(day);
    }

    private static double weekday(LocalDate day) {
        return switch (day.getDayOfWeek()) {
            case MONDAY -> 0.01;
            case TUESDAY, WEDNESDAY -> 0.09;
            case THURSDAY -> 0.05;
            case FRIDAY -> -0.15;
            case SATURDAY, SUNDAY -> -0.60;
        };
    }
}
