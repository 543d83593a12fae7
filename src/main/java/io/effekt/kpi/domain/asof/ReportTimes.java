package io.effekt.kpi.domain.asof;

import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.asof.MeasurementHistory.Line;
import io.effekt.kpi.domain.asof.MeasurementHistory.Stretch;
import io.effekt.kpi.domain.definition.Direction;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.measurement.RowKey;
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
final class ReportTimes {
    private final KpiMoment moment;
    private final MeasurementHistory log;
    private final DescendantSeries descendants;

    ReportTimes(KpiMoment moment, MeasurementHistory log, DescendantSeries descendants) {
        this.moment = moment;
        this.log = log;
        this.descendants = descendants;
    }

    /** Those of the places at or beneath which anything has ever counted. */
    Set<RowKey> ever(Collection<RowKey> places) {
        Map<RowKey, List<Stretch>> stretches = new HashMap<>();
        for (RowKey place : places) {
            stretches.put(
                    place, descendants.stretches(place, false, Instant.EPOCH, moment.after()));
        }
        Set<RowKey> found = new HashSet<>();
        if (stretches.size() > log.singleLookUps()) {
            find(
                    stretches,
                    log.recent(all(stretches), moment.since(moment.current().next())),
                    found);
        }
        find(stretches, log.earliest(all(stretches)), found);
        Set<RowKey> unseen = new HashSet<>(places);
        unseen.removeAll(found);
        found.addAll(already(unseen));
        return found;
    }

    /** Takes the places over that have a sighting. */
    private static void find(
            Map<RowKey, List<Stretch>> stretches, Map<Stretch, Instant> seen, Set<RowKey> found) {
        stretches.forEach((place, its) -> {
            if (its.stream().anyMatch(seen::containsKey)) {
                found.add(place);
            }
        });
        stretches.keySet().removeAll(found);
    }

    /** What was sent for a period that goes on is filed under its end, and counts already. */
    private Set<RowKey> already(Set<RowKey> places) {
        Set<Line> lines = new HashSet<>();
        for (RowKey place : places) {
            descendants
                    .stretches(place, false, Instant.EPOCH, Instant.MAX)
                    .forEach(stretch -> lines.add(stretch.line()));
        }
        Set<RowKey> found = new HashSet<>();
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

    private void add(Set<RowKey> found, Line line, LocalDate day, @Nullable String dimension) {
        if (dimension == null || line.labels().contains(dimension)) {
            found.add(new RowKey(line.scope(), dimension));
            found.add(new RowKey(Scope.ORG, dimension));
            String stream = moment.definitions().organisation().streamOf(line.scope(), day);
            if (stream != null) {
                found.add(new RowKey(new Scope.Stream(stream), dimension));
            }
        }
    }

    /**
     * For each of the places the latest period before that one in which it may have data; places
     * without one are left out.
     */
    Map<RowKey, Period> last(Collection<RowKey> places, Period before) {
        Map<RowKey, List<Stretch>> stretches = new HashMap<>();
        Instant end = before.startInstant(moment.kpi().timeZone());
        for (RowKey place : places) {
            stretches.put(
                    place, descendants.stretches(place, countsAlone(place), Instant.EPOCH, end));
        }
        Map<RowKey, Period> found = new HashMap<>();
        if (stretches.size() > log.singleLookUps()) {
            find(stretches, log.recent(all(stretches), moment.since(before)), found);
        }
        find(stretches, log.latest(all(stretches)), found);
        return found;
    }

    private void find(
            Map<RowKey, List<Stretch>> stretches,
            Map<Stretch, Instant> seen,
            Map<RowKey, Period> found) {
        stretches.forEach((place, its) ->
                its.stream()
                        .map(seen::get)
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .ifPresent(at -> found.put(place, period(at))));
        stretches.keySet().removeAll(found.keySet());
    }

    /** The first period from that instant on in which the place may have data; null for none. */
    @Nullable Period first(RowKey place, Instant from) {
        return log
                .earliest(descendants.stretches(place, countsAlone(place), from, moment.after()))
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
    private boolean countsAlone(RowKey place) {
        Kpi kpi = moment.kpi();
        return !(place.scope() instanceof Scope.Team)
                && kpi.rollUp() == RollUp.NONE
                && (kpi.direction() == Direction.NEUTRAL
                        || moment.definitions().targets().keySet().stream()
                                .noneMatch(target -> target.kpi().equals(kpi.key())));
    }

    private static Set<Stretch> all(Map<RowKey, List<Stretch>> stretches) {
        Set<Stretch> all = new HashSet<>();
        stretches.values().forEach(all::addAll);
        return all;
    }
}
