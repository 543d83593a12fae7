package io.effekt.kpi.domain.asof;

import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.kpi.domain.definition.Status;
import io.effekt.kpi.domain.evaluation.Headline;
import io.effekt.kpi.domain.evaluation.KpiStatus;
import io.effekt.kpi.domain.evaluation.PeriodInputs;
import io.effekt.kpi.domain.evaluation.StatusEvaluator;
import io.effekt.kpi.domain.measurement.RowKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One KPI at another moment than now: its rows, made of no more of the log than they need. The
 * answers are those that the whole journal would give. For one thread.
 */
public final class KpiAsOf {
    /** More than one period may be open at a time; further back it is looked up who needs it. */
    private static final int CLOSE_BY = 4;

    private final KpiMoment moment;
    private final Kpi kpi;
    private final MeasurementHistory log;
    private final DescendantSeries descendants;
    private final ReportTimes reportTimes;
    private final Map<Set<Scope>, JournalWindow> windows = new HashMap<>();
    private @Nullable JournalWindow whole;

    /**
     * @param known when all was recorded that counts
     * @param asked the scopes that rows will be asked of; null for any
     */
    public KpiAsOf(
            Definitions definitions,
            Kpi kpi,
            Instant at,
            Instant known,
            MeasurementHistory log,
            @Nullable Collection<Scope> asked) {
        this.kpi = kpi;
        this.log = log;
        moment = new KpiMoment(definitions, kpi, at, known);
        descendants = new DescendantSeries(kpi, definitions, log, asked);
        reportTimes = new ReportTimes(moment, log, descendants);
    }

    /**
     * All places that may have a row, in order: every scope at or beneath which the KPI has a
     * series, or which has its own target.
     *
     * @param wanted leaves out whatever nobody asks for, before anything is put in order
     */
    public List<RowKey> candidates(@Nullable String dimension, Predicate<Scope> wanted) {
        Set<Scope> scopes = descendants.scopes(dimension);
        if (dimension == null) {
            for (KpiScope target : moment.definitions().targets().keySet()) {
                if (target.kpi().equals(kpi.key())) {
                    scopes.add(target.scope());
                }
            }
        }
        return scopes.stream()
                .filter(wanted)
                .sorted()
                .map(scope -> new RowKey(scope, dimension))
                .toList();
    }

    /**
     * The rows of those of the candidates that the KPI had been reported at or beneath, or that
     * have a target of their own; in their order.
     *
     * @param period null for headlines
     */
    public List<KpiStatus> reported(@Nullable Period period, Collection<RowKey> candidates) {
        JournalWindow window = whole == null ? window(candidates) : whole;
        List<KpiStatus> rows = rows(window, period, candidates);
        Set<RowKey> seen = new HashSet<>();
        candidates.stream()
                .map(RowKey::dimension)
                .distinct()
                .forEach(dimension -> seen.addAll(window.places(dimension)));
        Set<RowKey> unseen = new TreeSet<>();
        for (KpiStatus row : rows) {
            RowKey place = row.place();
            boolean hasHeadline = period == null && row.period() != null;
            if (!hasHeadline && !seen.contains(place) && !hasTarget(place)) {
                unseen.add(place);
            }
        }
        unseen.removeAll(reportTimes.ever(unseen));
        return rows.stream().filter(row -> !unseen.contains(row.place())).toList();
    }

    /**
     * The rows of these places, whether they have data or not, in their order.
     *
     * @param period null for headlines
     */
    public List<KpiStatus> rows(@Nullable Period period, Collection<RowKey> places) {
        return rows(window(places), period, places);
    }

    private List<KpiStatus> rows(
            JournalWindow window, @Nullable Period period, Collection<RowKey> places) {
        if (period == null) {
            Period current = moment.current();
            window.load(List.of(current.previous().previous(), current.previous(), current));
            return headlines(window, places);
        }
        StatusEvaluator evaluator = new StatusEvaluator(window.inputs(period));
        return places.stream().map(evaluator::status).toList();
    }

    /** All that the place's row of the period is made of. */
    public PeriodInputs inputs(Period period, RowKey place) {
        return window(List.of(place)).inputs(period);
    }

    /** The rows of a place in these periods, in their order, with data or without. */
    public List<KpiStatus> series(List<Period> periods, RowKey place) {
        JournalWindow window = window(List.of(place));
        Set<Period> wanted = new TreeSet<>(periods);
        periods.forEach(period -> wanted.add(period.previous()));
        window.load(wanted);
        return periods.stream()
                .map(period -> new StatusEvaluator(window.inputs(period)).status(place))
                .toList();
    }

    /** First day of the first period in which the place has data; null for none. */
    public @Nullable LocalDate firstWithData(RowKey place) {
        JournalWindow window = window(List.of(place));
        Period current = moment.current();
        Period period = reportTimes.first(place, Instant.EPOCH);
        while (period != null && period.compareTo(current) < 0) {
            if (hasData(window, period, place)) {
                return period.start();
            }
            period = reportTimes.first(place, period.endInstant(kpi.timeZone()));
        }
        if (hasData(window, current, place)) {
            return current.start();
        }
        return hasData(window, current.next(), place) ? current.next().start() : null;
    }

    private static boolean hasData(JournalWindow window, Period period, RowKey place) {
        return new StatusEvaluator(window.inputs(period)).status(place).hasData();
    }

    private boolean hasTarget(RowKey place) {
        return place.dimension() == null
                && moment.definitions()
                        .targets()
                        .containsKey(new KpiScope(kpi.key(), place.scope()));
    }

    private JournalWindow window(Collection<RowKey> places) {
        Set<Scope> scopes = new HashSet<>();
        places.forEach(place -> scopes.add(place.scope()));
        Set<Scope> reach = descendants.of(scopes);
        if (reach != null) {
            return windows.computeIfAbsent(
                    reach, of -> new JournalWindow(moment, log, descendants.lines(of), of));
        }
        if (whole == null) {
            whole = new JournalWindow(moment, log, descendants.lines(null), null);
        }
        return whole;
    }

    /**
     * First the periods that are close by, for all; then, for the places that still have no row
     * that stands, only those periods in which they have something.
     */
    private List<KpiStatus> headlines(JournalWindow window, Collection<RowKey> places) {
        Found found = new Found(places);
        Period period = moment.current();
        boolean settled = false;
        for (int back = 0; back < CLOSE_BY && !settled && !found.open.isEmpty(); back++) {
            found.evaluate(window, period, found.open);
            settled = kpi.closes(period, moment.at());
            period = period.previous();
        }
        Map<RowKey, Period> next = reportTimes.last(found.open, period.next());
        while (!next.isEmpty()) {
            Period latest = next.values().stream().max(Period::compareTo).orElseThrow();
            Set<RowKey> here = new TreeSet<>();
            next.forEach((place, its) -> {
                if (its.equals(latest)) {
                    here.add(place);
                }
            });
            next.keySet().removeAll(here);
            found.evaluate(window(here), latest, here);
            here.retainAll(found.open);
            next.putAll(reportTimes.last(here, latest));
        }
        return found.headlines();
    }

    /** Rows of periods, the latest first, until each place has one that stands. */
    private final class Found {
        private final Collection<RowKey> places;
        private final Set<RowKey> open;
        private final Map<RowKey, List<KpiStatus>> rows = new HashMap<>();

        Found(Collection<RowKey> places) {
            this.places = places;
            open = new TreeSet<>(places);
        }

        void evaluate(JournalWindow window, Period period, Set<RowKey> some) {
            StatusEvaluator evaluator = new StatusEvaluator(window.inputs(period));
            for (RowKey place : List.copyOf(some)) {
                KpiStatus row = evaluator.status(place);
                if (row.hasData()) {
                    rows.computeIfAbsent(place, any -> new ArrayList<>()).add(row);
                    if (row.status() != Status.PENDING) {
                        open.remove(place);
                    }
                }
            }
        }

        List<KpiStatus> headlines() {
            return places.stream()
                    .map(place ->
                            Headline.of(
                                    kpi,
                                    rows.getOrDefault(place, List.of()),
                                    StatusEvaluator.neverReported(
                                            kpi, moment.definitions(), place, moment.at()),
                                    moment.at()))
                    .toList();
        }
    }
}
