package io.effekt.kpi.application.status;

import io.effekt.database.Tx;
import io.effekt.eventstore.measurement.StoredMeasurement;
import io.effekt.eventstore.postgres.StandingMeasurements;
import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.disclosure.DisclosureContext;
import io.effekt.kpi.domain.evaluation.Baselines;
import io.effekt.kpi.domain.evaluation.Journal;
import io.effekt.kpi.domain.evaluation.KpiStatus;
import io.effekt.kpi.domain.evaluation.PeriodInputs;
import io.effekt.kpi.domain.evaluation.StatusEvaluator;
import io.effekt.kpi.domain.measurement.Leaf;
import io.effekt.kpi.domain.measurement.RowKey;
import io.effekt.kpi.projection.Bucket;
import io.effekt.kpi.projection.BucketTable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The inputs of one KPI's evaluation, read from the buckets on one snapshot: what is needed for
 * some periods at one moment.
 */
public final class EvaluationInputs {
    private final Tx tx;
    private final BucketTable table;
    private final StandingMeasurements log;
    private final Kpi kpi;
    private final Definitions definitions;
    private final Instant at;
    private final Map<LocalDate, List<Leaf>> leaves = new TreeMap<>();
    private final Map<LocalDate, Instant> moreAt = new HashMap<>();
    private final Map<DateSpan, List<Leaf>> spans = new HashMap<>();
    private final Map<String, LocalDate> firstReports;
    private final ClosedPeriods closed;
    private DisclosureContext disclosure;

    public EvaluationInputs(
            Tx tx,
            BucketTable table,
            StandingMeasurements log,
            Kpi kpi,
            Definitions definitions,
            Instant at,
            Map<String, LocalDate> firstReports,
            ClosedPeriods closed) {
        this.tx = tx;
        this.table = table;
        this.log = log;
        this.kpi = kpi;
        this.definitions = definitions;
        this.at = at;
        this.firstReports = firstReports;
        this.closed = closed;
        disclosure = DisclosureContext.knownBy(at);
    }

    /** The rows of these places in one period, with data or without. */
    public List<KpiStatus> rows(LocalDate start, Collection<RowKey> places) {
        prepare(Set.of(start));
        StatusEvaluator evaluator = new StatusEvaluator(inputs(start));
        return places.stream().map(evaluator::status).toList();
    }

    /** All that the rows of one period are made of. */
    public PeriodInputs inputsOf(LocalDate start) {
        prepare(Set.of(start));
        return inputs(start);
    }

    /** The rows of one place in these periods, in their order, with data or without. */
    public List<KpiStatus> rows(Collection<LocalDate> starts, RowKey place) {
        prepare(starts);
        List<KpiStatus> rows = new ArrayList<>(starts.size());
        for (LocalDate start : starts) {
            rows.add(new StatusEvaluator(inputs(start)).status(place));
        }
        return rows;
    }

    /**
     * The rows of these periods: with data, and without where the place has had some before. Places
     * that have data are told of it.
     */
    List<KpiStatus> rows(Collection<LocalDate> starts, KnownPlaces places) {
        prepare(starts);
        List<KpiStatus> rows = new ArrayList<>();
        for (LocalDate start : new TreeSet<>(starts)) {
            StatusEvaluator evaluator = new StatusEvaluator(inputs(start));
            Set<RowKey> withData = new HashSet<>();
            for (KpiStatus row : evaluator.statusesWithData()) {
                withData.add(row.place());
                places.hasData(row.place(), start);
                rows.add(row);
            }
            for (RowKey place : places.of(start)) {
                if (!withData.contains(place)) {
                    rows.add(evaluator.status(place));
                }
            }
        }
        return rows;
    }

    /**
     * Periods in which something is in the log that counts only later, by the moment it counts
     * from.
     */
    Map<LocalDate, Instant> moreAt() {
        return moreAt;
    }

    private void prepare(Collection<LocalDate> starts) {
        Set<LocalDate> wanted = new TreeSet<>(starts);
        for (LocalDate start : starts) {
            wanted.add(kpi.period().plus(start, -1));
        }
        Set<DateSpan> baselines = Baselines.spans(definitions, kpi.key());
        for (DateSpan span : baselines) {
            if (isWholePeriods(span)) {
                wanted.addAll(startsWithin(span));
            }
        }
        load(wanted);
        baselines.forEach(this::loadSpan);
        disclosure = kpi.minGroupSize() == null ? DisclosureContext.knownBy(at) : taken(wanted);
    }

    private DisclosureContext taken(Set<LocalDate> wanted) {
        Map<Period, List<Leaf>> held = new HashMap<>();
        for (LocalDate start : wanted) {
            held.put(new Period(kpi.period(), start), leaves.getOrDefault(start, List.of()));
        }
        return new DisclosureContext(
                at, held, closed.past(tx, definitions, kpi, at, at, null, held.keySet()));
    }

    private PeriodInputs inputs(LocalDate start) {
        LocalDate before = kpi.period().plus(start, -1);
        Instant more = moreAt.get(start);
        Instant moreBefore = moreAt.get(before);
        return new PeriodInputs(
                kpi,
                definitions,
                new Period(kpi.period(), start),
                at,
                leaves.getOrDefault(start, List.of()),
                leaves.getOrDefault(before, List.of()),
                spans,
                firstReports,
                more == null || (moreBefore != null && moreBefore.isBefore(more))
                        ? moreBefore
                        : more,
                disclosure);
    }

    private void load(Set<LocalDate> starts) {
        Set<LocalDate> ahead = new HashSet<>();
        Map<LocalDate, List<Bucket>> buckets = new HashMap<>();
        for (Bucket bucket : table.read(tx, kpi.key(), starts)) {
            LocalDate start = bucket.key().periodStart();
            buckets.computeIfAbsent(start, any -> new ArrayList<>()).add(bucket);
            if (bucket.aheadUntil() != null && bucket.aheadUntil().isAfter(at)) {
                ahead.add(start);
            }
        }
        buckets.forEach((start, rows) -> {
            if (!ahead.contains(start)) {
                leaves.put(start, rows.stream().map(EvaluationInputs::leaf).toList());
            }
        });
        ahead.forEach(this::loadFromLog);
    }

    /**
     * Something in the period lies ahead of the moment, so its sums cannot be taken as they are.
     */
    private void loadFromLog(LocalDate start) {
        Period period = new Period(kpi.period(), start);
        PeriodInputs inputs =
                journal(period.startInstant(kpi.timeZone()), period.endInstant(kpi.timeZone()))
                        .inputs(period);
        leaves.put(start, List.copyOf(inputs.leaves()));
        if (inputs.moreAt() != null) {
            moreAt.put(start, inputs.moreAt());
        }
    }

    private void loadSpan(DateSpan span) {
        LocalDate to = span.to();
        if (isWholePeriods(span)) {
            List<Leaf> all = new ArrayList<>();
            for (LocalDate start : startsWithin(span)) {
                all.addAll(leaves.getOrDefault(start, List.of()));
            }
            spans.put(span, all);
        } else if (to != null) {
            Journal journal =
                    journal(
                            span.from().atStartOfDay(kpi.timeZone()).toInstant(),
                            to.atStartOfDay(kpi.timeZone()).toInstant());
            spans.put(span, List.copyOf(journal.span(span)));
        }
    }

    private Journal journal(Instant from, Instant to) {
        Journal journal = new Journal(definitions, kpi, at);
        for (StoredMeasurement stored : log.ofKpi(tx, kpi.key(), from, to)) {
            journal.add(
                    Scope.parse(stored.scope()),
                    MeasurementMapper.labels(stored),
                    MeasurementMapper.timing(stored),
                    MeasurementMapper.content(stored),
                    MeasurementMapper.observed(stored));
        }
        return journal;
    }

    private boolean isWholePeriods(DateSpan span) {
        LocalDate to = span.to();
        return to != null
                && kpi.period().startOf(span.from()).equals(span.from())
                && kpi.period().startOf(to).equals(to);
    }

    private List<LocalDate> startsWithin(DateSpan span) {
        List<LocalDate> starts = new ArrayList<>();
        LocalDate to = span.to();
        for (LocalDate start = span.from();
                to != null && start.isBefore(to);
                start = kpi.period().plus(start, 1)) {
            starts.add(start);
        }
        return starts;
    }

    private static Leaf leaf(Bucket bucket) {
        String stream = bucket.key().stream();
        return new Leaf(
                Scope.parse(bucket.scope()),
                stream.isEmpty() ? null : stream,
                MeasurementMapper.labels(bucket.dimensions()),
                bucket.tally());
    }

    /**
     * All periods that a change in these ones can be seen in.
     *
     * @param all those that there are rows of
     */
    static Set<LocalDate> affected(
            Kpi kpi, Definitions definitions, Set<LocalDate> changed, Collection<LocalDate> all) {
        for (DateSpan span : Baselines.spans(definitions, kpi.key())) {
            for (LocalDate start : changed) {
                LocalDate end = kpi.period().plus(start, 1);
                if (span.overlaps(new DateSpan(start, end))) {
                    Set<LocalDate> every = new TreeSet<>(all);
                    every.addAll(changed);
                    return every;
                }
            }
        }
        Set<LocalDate> affected = new TreeSet<>(changed);
        for (LocalDate start : changed) {
            affected.add(kpi.period().plus(start, 1));
        }
        return affected;
    }
}
