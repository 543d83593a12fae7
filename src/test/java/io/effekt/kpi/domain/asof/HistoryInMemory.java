package io.effekt.kpi.domain.asof;

import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.disclosure.DisclosureHistory;
import io.effekt.kpi.domain.measurement.Measurement;
import io.effekt.kpi.domain.measurement.Series;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What stood of a KPI, from a list; counts what was handed over. */
final class HistoryInMemory implements MeasurementHistory {
    private final int few;
    private final ZoneId zone;
    private final List<Measurement> standing;
    private final Map<Period, DisclosureHistory> past;
    private final Map<Series, Line> lines = new HashMap<>();
    private final Set<Measurement> handedOver = new HashSet<>();

    HistoryInMemory(
            Kpi kpi, List<Measurement> standing, Map<Period, DisclosureHistory> past, int few) {
        this.few = few;
        zone = kpi.timeZone();
        this.standing = standing;
        this.past = past;
        for (Measurement each : standing) {
            lines.computeIfAbsent(
                    each.series(),
                    series -> new Line(lines.size(), series.scope(), labels(series)));
        }
    }

    private static List<String> labels(Series series) {
        List<String> labels = new ArrayList<>();
        series.dimensions().forEach((name, value) -> labels.add(name + ":" + value));
        return labels;
    }

    /** How many different measurements somebody wanted to see. */
    int read() {
        return handedOver.size();
    }

    @Override
    public List<Line> lines(@Nullable Collection<Scope> scopes) {
        return lines.values().stream()
                .filter(line -> scopes == null || scopes.contains(line.scope()))
                .toList();
    }

    private Stream<Measurement> within(Line line, Instant from, Instant to) {
        return standing.stream()
                .filter(each -> line.equals(lines.get(each.series())))
                .filter(each -> !each.observed(zone).at().isBefore(from))
                .filter(each -> each.observed(zone).at().isBefore(to));
    }

    @Override
    public void read(Collection<Line> wanted, Instant from, Instant to, Taker taker) {
        for (Line line : Set.copyOf(wanted)) {
            within(line, from, to)
                    .forEach(each -> {
                        handedOver.add(each);
                        taker.take(
                                line,
                                each.timing(),
                                Objects.requireNonNull(each.content()),
                                each.observed(zone));
                    });
        }
    }

    @Override
    public Map<Stretch, Instant> earliest(Collection<Stretch> stretches) {
        return ends(stretches, Comparator.naturalOrder());
    }

    @Override
    public Map<Stretch, Instant> latest(Collection<Stretch> stretches) {
        return ends(stretches, Comparator.reverseOrder());
    }

    @Override
    public int singleLookUps() {
        return few;
    }

    @Override
    public Map<Stretch, Instant> recent(Collection<Stretch> stretches, Instant from) {
        Map<Stretch, Instant> recent = latest(stretches);
        recent.values().removeIf(end -> end.isBefore(from));
        return recent;
    }

    private Map<Stretch, Instant> ends(Collection<Stretch> stretches, Comparator<Instant> order) {
        Map<Stretch, Instant> ends = new HashMap<>();
        for (Stretch stretch : stretches) {
            within(stretch.line(), stretch.from(), stretch.to())
                    .map(each -> each.observed(zone).at())
                    .min(order)
                    .ifPresent(end -> ends.put(stretch, end));
        }
        return ends;
    }

    @Override
    public Map<Period, DisclosureHistory> past(Collection<Period> periods) {
        Map<Period, DisclosureHistory> found = new HashMap<>(past);
        found.keySet().retainAll(Set.copyOf(periods));
        return found;
    }
}
