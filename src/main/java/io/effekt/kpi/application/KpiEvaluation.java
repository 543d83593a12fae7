package io.effekt.kpi.application;

import io.effekt.database.Tx;
import io.effekt.eventstore.postgres.LogPositions;
import io.effekt.eventstore.postgres.StandingMeasurements;
import io.effekt.kernel.Period;
import io.effekt.kernel.Position;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.Definitions;
import io.effekt.kpi.domain.Definitions.KpiScope;
import io.effekt.kpi.domain.Headline;
import io.effekt.kpi.domain.Kpi;
import io.effekt.kpi.domain.KpiStatus;
import io.effekt.kpi.domain.Place;
import io.effekt.kpi.domain.StatusEvaluator;
import io.effekt.kpi.projection.BucketTable;
import io.effekt.kpi.projection.DirtyMarks;
import io.effekt.kpi.projection.DirtyMarks.KpiPeriod;
import io.effekt.kpi.projection.DirtyMarks.Mark;
import io.effekt.kpi.projection.StatusChanges;
import io.effekt.kpi.projection.StatusChanges.Change;
import io.effekt.kpi.projection.StatusTable;
import io.effekt.kpi.projection.StatusTable.PlacePeriod;
import io.effekt.kpi.projection.StoredStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates one KPI anew where it is marked: reads its inputs, asks the pure evaluator, writes what
 * came out otherwise than before. In one transaction on one snapshot, which began after the KPI's
 * lock was taken, so that no older evaluation can overwrite a newer one.
 */
@ApplicationScoped
public class KpiEvaluation {
    private static final int MARKS = 20_000;

    /** Years of history may have to be written anew: not all their rows are in memory together. */
    private static final int AT_ONCE = 6;

    private final BucketTable buckets;
    private final StandingMeasurements log;
    private final ClosedPeriods closed;
    private final LogPositions positions;
    private final DirtyMarks marks;
    private final StatusTable statuses;
    private final StatusChanges changes;
    private final DefinitionsView definitions;

    public KpiEvaluation(
            BucketTable buckets,
            StandingMeasurements log,
            ClosedPeriods closed,
            LogPositions positions,
            DirtyMarks marks,
            StatusTable statuses,
            StatusChanges changes,
            DefinitionsView definitions) {
        this.buckets = buckets;
        this.log = log;
        this.closed = closed;
        this.positions = positions;
        this.marks = marks;
        this.statuses = statuses;
        this.changes = changes;
        this.definitions = definitions;
    }

    /**
     * Works off the marks of a KPI.
     *
     * @return how many marks there were
     */
    public int evaluate(Tx tx, String key, Instant at) {
        List<Mark> marked = marks.read(tx, key, at, MARKS);
        if (marked.isEmpty()) {
            return 0;
        }
        Position position = positions.now(tx);
        Definitions known = definitions.upTo(tx, position.decisions());
        Kpi kpi = known.kpis().get(key);
        if (kpi != null) {
            new Run(tx, kpi, known, at, position.text()).evaluate(marked);
        }
        marks.remove(tx, marked);
        return marked.size();
    }

    private final class Run {
        private final Tx tx;
        private final Kpi kpi;
        private final Definitions known;
        private final Instant at;
        private final String position;

        /** The earliest period in which a team has no data any more; null for none. */
        private @Nullable LocalDate lostFrom;

        Run(Tx tx, Kpi kpi, Definitions known, Instant at, String position) {
            this.tx = tx;
            this.kpi = kpi;
            this.known = known;
            this.at = at;
            this.position = position;
        }

        void evaluate(List<Mark> marked) {
            boolean whole = marked.stream().anyMatch(m -> m.periodStart() == null);
            List<LocalDate> withData = buckets.periods(tx, kpi.key());
            Set<LocalDate> wanted = new TreeSet<>();
            if (whole) {
                wanted.addAll(withData);
                wanted.addAll(statuses.periods(tx, kpi.key()));
            } else {
                Set<LocalDate> changed = new HashSet<>();
                marked.forEach(m ->
                        changed.add(kpi.period().startOf(Objects.requireNonNull(m.periodStart()))));
                wanted.addAll(Evaluation.affected(kpi, known, changed, withData));
                wanted.addAll(afterAFirstReport(changed, withData));
            }
            Set<Place> touched = history(wanted);
            touched.addAll(history(afterALostReport(withData, wanted)));
            headlines(touched, whole);
        }

        /** A team whose first report was taken back had not reported in the periods after it. */
        private Set<LocalDate> afterALostReport(
                List<LocalDate> withData, Set<LocalDate> evaluated) {
            Set<LocalDate> later = new TreeSet<>();
            LocalDate from = lostFrom;
            if (from != null) {
                withData.stream()
                        .filter(start -> start.isAfter(from) && !evaluated.contains(start))
                        .forEach(later::add);
            }
            return later;
        }

        /** A team's first report shows in the coverage of every later period. */
        private List<LocalDate> afterAFirstReport(
                Set<LocalDate> changed, List<LocalDate> withData) {
            boolean first =
                    statuses.firstReports(tx, kpi.key()).values().stream()
                            .anyMatch(changed::contains);
            LocalDate earliest = changed.stream().min(LocalDate::compareTo).orElseThrow();
            return first
                    ? withData.stream().filter(start -> start.isAfter(earliest)).toList()
                    : List.of();
        }

        /** Writes the rows of these periods; returns the places where one is other than before. */
        private Set<Place> history(Set<LocalDate> starts) {
            Set<Place> touched = new HashSet<>();
            Set<LocalDate> some = new TreeSet<>();
            for (LocalDate start : new TreeSet<>(starts)) {
                some.add(start);
                if (some.size() == AT_ONCE) {
                    touched.addAll(few(some));
                    some.clear();
                }
            }
            touched.addAll(few(some));
            return touched;
        }

        private Set<Place> few(Set<LocalDate> starts) {
            if (starts.isEmpty()) {
                return Set.of();
            }
            Map<PlacePeriod, StoredStatus> before = statuses.history(tx, kpi.key(), starts);
            Evaluation evaluation =
                    new Evaluation(
                            tx,
                            buckets,
                            log,
                            kpi,
                            known,
                            at,
                            statuses.firstReports(tx, kpi.key()),
                            closed);
            List<StoredStatus> changed = new ArrayList<>();
            Set<Place> touched = new HashSet<>();
            for (KpiStatus row : evaluation.rows(starts)) {
                StoredStatus now = stored(row);
                Period period = Objects.requireNonNull(row.period());
                StoredStatus was = before.remove(new PlacePeriod(Place.of(row), period.start()));
                if (was == null || !was.saysTheSame(now)) {
                    changed.add(now);
                    touched.add(Place.of(row));
                }
            }
            // A period that has no row yet could not tell its own clock.
            evaluation
                    .moreAt()
                    .forEach(
                            (start, due) -> marks.addDue(tx, new KpiPeriod(kpi.key(), start), due));
            statuses.putHistory(tx, changed);
            statuses.removeHistory(tx, kpi.key(), before.keySet());
            before.keySet()
                    .forEach(gone -> {
                        touched.add(gone.place());
                        if (gone.place().scope() instanceof Scope.Team
                                && (lostFrom == null || gone.periodStart().isBefore(lostFrom))) {
                            lostFrom = gone.periodStart();
                        }
                    });
            return touched;
        }

        private void headlines(Set<Place> touched, boolean whole) {
            Map<Place, StoredStatus> before = statuses.headlines(tx, kpi.key());
            Set<Place> places = new TreeSet<>(touched);
            before.forEach((place, row) -> {
                Instant due = row.status().changesAt();
                if (whole || (due != null && !due.isAfter(at))) {
                    places.add(place);
                }
            });
            if (whole) {
                scopesWithTarget().forEach(scope -> places.add(Place.of(scope)));
            }
            Map<Place, List<StoredStatus>> latest =
                    statuses.latest(tx, kpi.key(), places, pendingAtMost());
            List<StoredStatus> changed = new ArrayList<>();
            List<Change> told = new ArrayList<>();
            List<Place> gone = new ArrayList<>();
            for (Place place : places) {
                StoredStatus now = stored(headline(place, latest.getOrDefault(place, List.of())));
                StoredStatus was = before.get(place);
                if (!latest.containsKey(place) && !hasTarget(place)) {
                    gone.add(place);
                } else if (was == null || !was.saysTheSame(now)) {
                    changed.add(now);
                }
                // Who listens for changes hears of scopes, not of every value of a dimension.
                if (place.dimension() == null && (was == null || !was.saysTheSame(now))) {
                    told.add(new Change(was == null ? null : was.status().status(), now));
                }
            }
            statuses.putHeadlines(tx, changed);
            changes.add(tx, told);
            statuses.removeHeadlines(tx, kpi.key(), gone);
        }

        private KpiStatus headline(Place place, List<StoredStatus> rows) {
            return Headline.of(
                    kpi,
                    rows.stream().map(StoredStatus::status).toList(),
                    StatusEvaluator.neverReported(kpi, known, place, at),
                    at);
        }

        /** So many periods may be pending at once, and one more that is not. */
        private int pendingAtMost() {
            long days = Period.of(kpi.period(), LocalDate.EPOCH).days();
            return (int) (kpi.graceDays() / days) + 4;
        }

        /** A target of its own keeps a row without data. */
        private boolean hasTarget(Place place) {
            return place.dimension() == null
                    && known.targets().containsKey(new KpiScope(kpi.key(), place.scope()));
        }

        private Set<Scope> scopesWithTarget() {
            Set<Scope> scopes = new HashSet<>();
            for (Map.Entry<KpiScope, ?> target : known.targets().entrySet()) {
                if (target.getKey().kpi().equals(kpi.key())) {
                    scopes.add(target.getKey().scope());
                }
            }
            return scopes;
        }

        private StoredStatus stored(KpiStatus row) {
            return new StoredStatus(row, streamOf(known, kpi, row, at), at, position);
        }
    }

    /** The value stream that a row is listed under: on the period's last day, or today. */
    static @Nullable String streamOf(Definitions known, Kpi kpi, KpiStatus row, Instant at) {
        LocalDate today = LocalDate.ofInstant(at, kpi.timeZone());
        LocalDate day = row.period() == null ? today : row.period().lastDay();
        return known.organisation().streamOf(row.scope(), day.isAfter(today) ? today : day);
    }
}
