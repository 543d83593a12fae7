package io.effekt.kpi.application.status;

import io.effekt.database.Tx;
import io.effekt.eventstore.postgres.LogPositions;
import io.effekt.eventstore.postgres.StandingMeasurements;
import io.effekt.kernel.Period;
import io.effekt.kernel.Position;
import io.effekt.kernel.Scope;
import io.effekt.kpi.application.DefinitionsView;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.kpi.domain.definition.StatusOverride;
import io.effekt.kpi.domain.evaluation.KpiStatus;
import io.effekt.kpi.domain.measurement.RowKey;
import io.effekt.kpi.projection.BucketTable;
import io.effekt.kpi.projection.DirtyMarks;
import io.effekt.kpi.projection.DirtyMarks.KpiPeriod;
import io.effekt.kpi.projection.DirtyMarks.Mark;
import io.effekt.kpi.projection.OverriddenRows;
import io.effekt.kpi.projection.OverriddenRows.Said;
import io.effekt.kpi.projection.PlaceTable;
import io.effekt.kpi.projection.StatusChanges;
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
 * Evaluates one KPI again where it is marked: reads its inputs, asks the pure evaluator, writes
 * what came out otherwise than before. In one transaction on one snapshot, which began after the
 * KPI's lock was taken, so that no older evaluation can overwrite a newer one.
 */
@ApplicationScoped
public class KpiEvaluation {
    private static final int MARKS = 20_000;

    /**
     * Years of history may have to be written again: not all their rows are in memory together. At
     * least so many periods are, and more where they have few rows.
     */
    private static final int AT_ONCE = 6;

    private static final int ROWS_AT_ONCE = 20_000;

    private final BucketTable buckets;
    private final StandingMeasurements log;
    private final ClosedPeriods closed;
    private final LogPositions positions;
    private final DirtyMarks marks;
    private final StatusTable statuses;
    private final PlaceTable places;
    private final OverriddenRows overridden;
    private final StatusChanges changes;
    private final DefinitionsView definitions;

    public KpiEvaluation(
            BucketTable buckets,
            StandingMeasurements log,
            ClosedPeriods closed,
            LogPositions positions,
            DirtyMarks marks,
            StatusTable statuses,
            PlaceTable places,
            OverriddenRows overridden,
            StatusChanges changes,
            DefinitionsView definitions) {
        this.buckets = buckets;
        this.log = log;
        this.closed = closed;
        this.positions = positions;
        this.marks = marks;
        this.statuses = statuses;
        this.places = places;
        this.overridden = overridden;
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
            List<Mark> judged = marked.stream().filter(mark -> !mark.onlyCoverage()).toList();
            if (!judged.isEmpty()) {
                new Run(tx, kpi, known, at, position.text()).evaluate(judged);
            }
            if (judged.stream().allMatch(mark -> mark.periodStart() != null)) {
                marked.stream()
                        .filter(Mark::onlyCoverage)
                        .map(mark -> Objects.requireNonNull(mark.periodStart()))
                        .min(LocalDate::compareTo)
                        .ifPresent(day -> count(tx, kpi, known, at, position.text(), day));
            }
        }
        marks.remove(tx, marked);
        return marked.size();
    }

    /** Counts the teams again, in every period from the one with that day; evaluates nothing. */
    private void count(
            Tx tx, Kpi kpi, Definitions known, Instant at, String position, LocalDate day) {
        LocalDate from = kpi.period().startOf(day);
        List<StoredStatus> rows = statuses.rolledUp(tx, kpi.key(), from);
        if (rows.isEmpty()) {
            return;
        }
        TeamCounts counts = new TeamCounts(kpi, known.organisation());
        counts.unexpected(statuses.withData(tx, kpi.key(), counts.suspects(rows), from));
        List<StoredStatus> changed = new ArrayList<>();
        for (StoredStatus row : rows) {
            KpiStatus now = counts.in(row.status());
            if (!now.equals(row.status())) {
                changed.add(StoredRows.of(known, kpi, now, at, position));
            }
        }
        statuses.putHistory(tx, changed);
        statuses.countInHeadlines(tx, kpi.key());
    }

    private final class Run {
        private final Tx tx;
        private final Kpi kpi;
        private final Definitions known;
        private final Instant at;
        private final String position;
        private final KnownPlaces places;
        private final Map<String, LocalDate> firstReports;

        /** The earliest period in which a team has no data any more; null for none. */
        private @Nullable LocalDate lostFrom;

        Run(Tx tx, Kpi kpi, Definitions known, Instant at, String position) {
            this.tx = tx;
            this.kpi = kpi;
            this.known = known;
            this.at = at;
            this.position = position;
            LocalDate newest = Period.of(kpi.period(), at, kpi.timeZone()).start();
            places = new KnownPlaces(KpiEvaluation.this.places.ofKpi(tx, kpi.key()), newest);
            firstReports = statuses.firstReports(tx, kpi.key());
        }

        void evaluate(List<Mark> marked) {
            boolean whole = marked.stream().anyMatch(m -> m.periodStart() == null);
            Set<LocalDate> wanted = new TreeSet<>();
            if (whole) {
                wanted.addAll(buckets.periods(tx, kpi.key()));
                wanted.addAll(statuses.periods(tx, kpi.key()));
                wanted.addAll(covered());
            } else {
                Set<LocalDate> changed = new HashSet<>();
                marked.forEach(m ->
                        changed.add(kpi.period().startOf(Objects.requireNonNull(m.periodStart()))));
                wanted.addAll(EvaluationInputs.affected(kpi, known, changed, covered()));
                wanted.addAll(afterAFirstReport(changed));
                wanted.addAll(begunSince());
            }
            Set<RowKey> touched = writeHistory(wanted);
            touched.addAll(writeHistory(after(lostFrom, wanted)));
            touched.addAll(writeHistory(after(places.earlierFrom(), wanted)));
            new Headlines(tx, kpi, known, at, position, places, statuses, changes)
                    .write(touched, whole);
            KpiEvaluation.this.places.add(tx, kpi.key(), places.fresh());
            overridden.put(tx, kpi.key(), overridesInForce(), at);
            statuses.firstReport(tx, kpi.key(), firstReports.values());
            LocalDate next = kpi.period().plus(places.newest(), 1);
            marks.addDue(
                    tx,
                    new KpiPeriod(kpi.key(), next),
                    new Period(kpi.period(), next).startInstant(kpi.timeZone()));
        }

        /** All periods that have rows, or are to have them. */
        private Set<LocalDate> covered() {
            return from(places.earliest());
        }

        /** All periods from one on that have begun. */
        private Set<LocalDate> from(@Nullable LocalDate first) {
            Set<LocalDate> starts = new TreeSet<>();
            for (LocalDate start = first;
                    start != null && !start.isAfter(places.newest());
                    start = kpi.period().plus(start, 1)) {
                starts.add(start);
            }
            return starts;
        }

        /** Periods that have begun and of which there are no rows yet. */
        private Set<LocalDate> begunSince() {
            LocalDate newest = statuses.newestPeriod(tx, kpi.key());
            return from(newest == null ? null : kpi.period().plus(newest, 1));
        }

        /**
         * Periods after one that were not evaluated yet: a team whose first report was taken back
         * had not reported in them, and a place with earlier data than was known has rows in them.
         */
        private Set<LocalDate> after(@Nullable LocalDate start, Set<LocalDate> evaluated) {
            if (start == null) {
                return Set.of();
            }
            Set<LocalDate> later = from(kpi.period().plus(start, 1));
            later.removeAll(evaluated);
            evaluated.addAll(later);
            return later;
        }

        /** A team's first report shows in the coverage of every later period. */
        private Set<LocalDate> afterAFirstReport(Set<LocalDate> changed) {
            LocalDate earliest = changed.stream().min(LocalDate::compareTo).orElseThrow();
            return firstReports.values().stream().anyMatch(changed::contains)
                    ? from(kpi.period().plus(earliest, 1))
                    : Set.of();
        }

        /** What people say of the KPI now; each lapses by itself. */
        private List<Said> overridesInForce() {
            List<Said> said = new ArrayList<>();
            for (KpiScope place : known.overrides().keySet()) {
                StatusOverride found =
                        place.kpi().equals(kpi.key())
                                ? StatusOverride.inForce(known.overrides(place), at)
                                : null;
                if (found != null) {
                    said.add(new Said(place.scope(), found));
                    marks.addDue(tx, new KpiPeriod(kpi.key(), places.newest()), found.expires());
                }
            }
            return said;
        }

        /** Writes the rows of these periods; returns the places where one is other than before. */
        private Set<RowKey> writeHistory(Set<LocalDate> starts) {
            Set<RowKey> touched = new HashSet<>();
            Set<LocalDate> some = new TreeSet<>();
            int atOnce = Math.max(AT_ONCE, ROWS_AT_ONCE / (places.all().size() + 50));
            for (LocalDate start : new TreeSet<>(starts)) {
                some.add(start);
                if (some.size() == atOnce) {
                    touched.addAll(writeSome(some));
                    some.clear();
                }
            }
            touched.addAll(writeSome(some));
            return touched;
        }

        private Set<RowKey> writeSome(Set<LocalDate> starts) {
            if (starts.isEmpty()) {
                return Set.of();
            }
            Map<PlacePeriod, StoredStatus> before = statuses.history(tx, kpi.key(), starts);
            EvaluationInputs evaluation =
                    new EvaluationInputs(tx, buckets, log, kpi, known, at, firstReports, closed);
            List<StoredStatus> changed = new ArrayList<>();
            Set<RowKey> touched = new HashSet<>();
            for (KpiStatus row : evaluation.rows(starts, places)) {
                StoredStatus now = stored(row);
                Period period = Objects.requireNonNull(row.period());
                StoredStatus was = before.remove(new PlacePeriod(row.place(), period.start()));
                if (was == null || !was.saysTheSame(now)) {
                    changed.add(now);
                    touched.add(row.place());
                }
                if (was != null && was.status().hasData() && !row.hasData()) {
                    lost(row.scope(), period.start());
                }
            }
            // A period that has no row yet could not tell its own clock.
            evaluation
                    .moreAt()
                    .forEach(
                            (start, due) -> marks.addDue(tx, new KpiPeriod(kpi.key(), start), due));
            statuses.putHistory(tx, changed);
            statuses.removeHistory(tx, kpi.key(), before.keySet());
            before.keySet().forEach(gone -> touched.add(gone.place()));
            return touched;
        }

        private void lost(Scope scope, LocalDate start) {
            if (scope instanceof Scope.Team && (lostFrom == null || start.isBefore(lostFrom))) {
                lostFrom = start;
            }
        }

        private StoredStatus stored(KpiStatus row) {
            return StoredRows.of(known, kpi, row, at, position);
        }
    }
}
