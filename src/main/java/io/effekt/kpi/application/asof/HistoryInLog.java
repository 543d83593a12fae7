package io.effekt.kpi.application.asof;

import io.effekt.database.Tx;
import io.effekt.eventstore.measurement.StoredMeasurement;
import io.effekt.eventstore.postgres.PastMeasurements;
import io.effekt.eventstore.postgres.PastMeasurements.Sighting;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.application.status.ClosedPeriods;
import io.effekt.kpi.application.status.MeasurementMapper;
import io.effekt.kpi.domain.asof.MeasurementHistory;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.disclosure.DisclosureHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the log holds of one KPI as of a moment, on the snapshot of one transaction. */
final class HistoryInLog implements MeasurementHistory {
    /** One takes some ten microseconds for each month of the log. */
    private static final int FEW = 200;

    private final Tx tx;
    private final PastMeasurements log;
    private final ClosedPeriods closed;
    private final Moment moment;
    private final Kpi kpi;
    private final Map<Integer, PastMeasurements.Series> series = new HashMap<>();

    HistoryInLog(Tx tx, PastMeasurements log, ClosedPeriods closed, Moment moment, Kpi kpi) {
        log.prepare(tx);
        this.tx = tx;
        this.log = log;
        this.closed = closed;
        this.moment = moment;
        this.kpi = kpi;
    }

    @Override
    public List<Line> lines(@Nullable Collection<Scope> scopes) {
        List<String> written =
                scopes == null ? null : scopes.stream().map(Scope::toString).toList();
        List<PastMeasurements.Series> found = log.series(tx, kpi.key(), written);
        found.forEach(each -> series.put(each.id(), each));
        return found.stream()
                .map(each ->
                        new Line(
                                each.id(),
                                Scope.parse(each.scope()),
                                MeasurementMapper.labels(each.dimensions())))
                .toList();
    }

    @Override
    public void read(Collection<Line> lines, Instant from, Instant to, Taker taker) {
        Map<Integer, Line> byId = new HashMap<>();
        lines.forEach(line -> byId.put(line.id(), line));
        Map<Integer, PastMeasurements.Series> wanted = new HashMap<>(series);
        wanted.keySet().retainAll(byId.keySet());
        for (StoredMeasurement stored : log.of(tx, wanted, from, to, moment.asOf())) {
            Line line = byId.get(stored.seriesId());
            if (line != null) {
                taker.take(
                        line,
                        MeasurementMapper.timing(stored),
                        MeasurementMapper.content(stored),
                        MeasurementMapper.observed(stored));
            }
        }
    }

    @Override
    public Map<Stretch, Instant> earliest(Collection<Stretch> stretches) {
        List<Stretch> asked = List.copyOf(stretches);
        return found(asked, log.earliest(tx, written(asked), moment.asOf()));
    }

    @Override
    public Map<Stretch, Instant> latest(Collection<Stretch> stretches) {
        List<Stretch> asked = List.copyOf(stretches);
        return found(asked, log.latest(tx, written(asked), moment.asOf()));
    }

    @Override
    public int singleLookUps() {
        return FEW;
    }

    @Override
    public Map<Stretch, Instant> recent(Collection<Stretch> stretches, Instant from) {
        Map<Integer, List<Stretch>> bySeries = new HashMap<>();
        Instant to = from;
        for (Stretch stretch : stretches) {
            if (from.isBefore(stretch.to())) {
                bySeries.computeIfAbsent(stretch.line().id(), any -> new ArrayList<>(2))
                        .add(stretch);
                to = to.isAfter(stretch.to()) ? to : stretch.to();
            }
        }
        Map<Stretch, Instant> last = new HashMap<>();
        if (!bySeries.isEmpty()) {
            for (Sighting seen : log.times(tx, bySeries.keySet(), from, to, moment.asOf())) {
                for (Stretch stretch : bySeries.getOrDefault(seen.seriesId(), List.of())) {
                    if (!seen.observedAt().isBefore(stretch.from())
                            && seen.observedAt().isBefore(stretch.to())) {
                        last.merge(stretch, seen.observedAt(), (a, b) -> a.isAfter(b) ? a : b);
                    }
                }
            }
        }
        return last;
    }

    private static List<PastMeasurements.Stretch> written(List<Stretch> stretches) {
        return stretches.stream()
                .map(s -> new PastMeasurements.Stretch(s.line().id(), s.from(), s.to()))
                .toList();
    }

    private static Map<Stretch, Instant> found(List<Stretch> asked, List<@Nullable Instant> times) {
        Map<Stretch, Instant> found = new HashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            Instant time = times.get(i);
            if (time != null) {
                found.put(asked.get(i), time);
            }
        }
        return found;
    }

    @Override
    public Map<Period, DisclosureHistory> past(Collection<Period> periods) {
        return closed.past(
                tx, moment.definitions(), kpi, moment.at(), moment.asOf(), moment.asOf(), periods);
    }
}
