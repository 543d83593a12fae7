package io.effekt.kpi.domain.asof;

import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.asof.Recorded.Line;
import io.effekt.kpi.domain.asof.Recorded.Stretch;
import io.effekt.kpi.domain.definition.Direction;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.measurement.Place;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** When a KPI was measured at or beneath a place, without reading what was measured. */
final class Sightings {
    private final KpiMoment moment;
    private final Recorded log;
    private final Beneath beneath;

    Sightings(KpiMoment moment, Recorded log, Beneath beneath) {
        this.moment = moment;
        this.log = log;
        this.beneath = beneath;
    }

    /** Those of the places at or beneath which anything has ever counted. */
    Set<Place> ever(Collection<Place> places) {
        Map<Place, List<Stretch>> stretches = new HashMap<>();
        for (Place place : places) {
            stretches.put(place, beneath.stretches(place, false, Instant.EPOCH, moment.after()));
        }
        Set<Place> found = new HashSet<>();
        if (stretches.size() > log.few()) {
            find(
                    stretches,
                    log.recent(all(stretches), moment.since(moment.current().next())),
                    found);
        }
        find(stretches, log.earliest(all(stretches)), found);
        Set<Place> unseen = new HashSet<>(places);
        unseen.removeAll(found);
        found.addAll(already(unseen));
        return found;
    }

    /** Takes the places over that have a sighting. */
    private static void find(
            Map<Place, List<Stretch>> stretches, Map<Stretch, Instant> seen, Set<Place> found) {
        stretches.forEach((place, its) -> {
            if (its.stream().anyMatch(seen::containsKey)) {
                found.add(place);
            }
        });
        stretches.keySet().removeAll(found);
    }

    /** What was sent for a period that goes on is filed under its end, and counts already. */
    private Set<Place> already(Set<Place> places) {
        Set<Line> lines = new HashSet<>();
        for (Place place : places) {
            beneath.stretches(place, false, Instant.EPOCH, Instant.MAX)
                    .forEach(stretch -> lines.add(stretch.line()));
        }
        Set<Place> found = new HashSet<>();
        if (lines.isEmpty()) {
            return found;
        }
        Set<@Nullable String> dimensions = new HashSet<>();
        places.forEach(place -> dimensions.add(place.dimension()));
        Kpi kpi = moment.kpi();
        log.read(
                lines,
                moment.after(),
                moment.current().next().endInstant(kpi.timeZone()),
                (line, timing, content, observed) -> {
                    if (!timing.countsFrom(kpi.timeZone()).isAfter(moment.at())) {
                        dimensions.forEach(dimension ->
                                add(found, line, timing.day(kpi.timeZone()), dimension));
                    }
                });
        found.retainAll(places);
        return found;
    }

    private void add(Set<Place> found, Line line, LocalDate day, @Nullable String dimension) {
        if (dimension == null || line.labels().contains(dimension)) {
            found.add(new Place(line.scope(), dimension));
            found.add(new Place(Scope.ORG, dimension));
            String stream = moment.definitions().organisation().streamOf(line.scope(), day);
            if (stream != null) {
                found.add(new Place(new Scope.Stream(stream), dimension));
            }
        }
    }

    /**
     * For each of the places the latest period before that one in which it may have data; places
     * without one are left out.
     */
    Map<Place, Period> last(Collection<Place> places, Period before) {
        Map<Place, List<Stretch>> stretches = new HashMap<>();
        Instant end = before.startInstant(moment.kpi().timeZone());
        for (Place place : places) {
            stretches.put(place, beneath.stretches(place, countsAlone(place), Instant.EPOCH, end));
        }
        Map<Place, Period> found = new HashMap<>();
        if (stretches.size() > log.few()) {
            find(stretches, log.recent(all(stretches), moment.since(before)), found);
        }
        find(stretches, log.latest(all(stretches)), found);
        return found;
    }

    private void find(
            Map<Place, List<Stretch>> stretches,
            Map<Stretch, Instant> seen,
            Map<Place, Period> found) {
        stretches.forEach((place, its) ->
                its.stream()
                        .map(seen::get)
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .ifPresent(at -> found.put(place, period(at))));
        stretches.keySet().removeAll(found.keySet());
    }

    /** The first period from that instant on in which the place may have data; null for none. */
    @Nullable Period first(Place place, Instant from) {
        return log
                .earliest(beneath.stretches(place, countsAlone(place), from, moment.after()))
                .values()
                .stream()
                .min(Comparator.naturalOrder())
                .map(this::period)
                .orElse(null);
    }

    private Period period(Instant observed) {
        return Period.of(moment.kpi().period(), moment.day(observed));
    }

    /** Without roll-up teams' data show above them only where they have a status to show. */
    private boolean countsAlone(Place place) {
        Kpi kpi = moment.kpi();
        return !(place.scope() instanceof Scope.Team)
                && kpi.rollUp() == RollUp.NONE
                && (kpi.direction() == Direction.NEUTRAL
                        || moment.definitions().targets().keySet().stream()
                                .noneMatch(target -> target.kpi().equals(kpi.key())));
    }

    private static Set<Stretch> all(Map<Place, List<Stretch>> stretches) {
        Set<Stretch> all = new HashSet<>();
        stretches.values().forEach(all::addAll);
        return all;
    }
}
