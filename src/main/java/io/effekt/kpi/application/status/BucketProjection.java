package io.effekt.kpi.application.status;

import io.effekt.database.Tx;
import io.effekt.eventstore.EntryId;
import io.effekt.eventstore.LoggedEntry;
import io.effekt.eventstore.measurement.StoredMeasurement;
import io.effekt.eventstore.postgres.Dictionary;
import io.effekt.eventstore.postgres.StandingMeasurements;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.Observed;
import io.effekt.kpi.domain.measurement.TallyBuilder;
import io.effekt.kpi.domain.measurement.Timing;
import io.effekt.kpi.projection.Bucket;
import io.effekt.kpi.projection.BucketKey;
import io.effekt.kpi.projection.BucketTable;
import io.effekt.kpi.projection.BucketTable.SeriesPeriod;
import io.effekt.kpi.projection.DirtyMarks;
import io.effekt.kpi.projection.DirtyMarks.KpiPeriod;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings what has just been appended into the period buckets, in the transaction of the append.
 * Sums are raised; what a correction or a retraction touches is computed again from the log, which
 * is right for {@code min}, {@code max} and {@code last} too.
 */
@ApplicationScoped
public class BucketProjection {
    private final BucketTable buckets;
    private final DirtyMarks marks;
    private final StandingMeasurements log;
    private final Dictionary dictionary;

    public BucketProjection(
            BucketTable buckets,
            DirtyMarks marks,
            StandingMeasurements log,
            Dictionary dictionary) {
        this.buckets = buckets;
        this.marks = marks;
        this.log = log;
        this.dictionary = dictionary;
    }

    /**
     * Counts a batch of one partition.
     *
     * @return the keys of the KPIs that have to be evaluated again
     */
    public Set<String> count(
            Tx tx,
            int part,
            Instant recordedAt,
            Definitions definitions,
            List<CountedMeasurement> batch) {
        Map<SeriesPeriod, Line> again = toComputeAgain(tx, batch);
        Map<BucketKey, Sum> sums = new HashMap<>();
        Set<KpiPeriod> touched = new HashSet<>();
        for (CountedMeasurement counted : batch) {
            Content content = counted.content();
            Timing timing = counted.timing();
            if (content == null || timing == null) {
                continue;
            }
            Kpi kpi = counted.kpi();
            LocalDate start = periodStart(kpi, timing);
            touched.add(new KpiPeriod(kpi.key(), start));
            if (again.containsKey(new SeriesPeriod(counted.seriesId(), start))) {
                continue;
            }
            Observed observed =
                    new Observed(
                            timing.observedAt(kpi.timeZone()),
                            recordedAt,
                            part,
                            counted.place().seq());
            add(
                    sums,
                    definitions,
                    counted.seriesId(),
                    kpi,
                    counted.scope(),
                    content,
                    timing,
                    observed);
        }
        buckets.raise(tx, built(sums));
        again.forEach((key, line) -> touched.add(new KpiPeriod(line.kpi.key(), key.periodStart())));
        computeAgain(tx, part, definitions, again);
        marks.add(tx, touched);
        return touched.stream().map(KpiPeriod::kpi).collect(Collectors.toSet());
    }

    /** Computes the buckets of some series in some periods from the log, in one partition. */
    private void computeAgain(
            Tx tx, int part, Definitions definitions, Map<SeriesPeriod, Line> lines) {
        if (lines.isEmpty()) {
            return;
        }
        Map<BucketKey, Sum> sums = new HashMap<>();
        lines.forEach((key, line) -> {
            Period period = new Period(line.kpi.period(), key.periodStart());
            for (StoredMeasurement stored :
                    log.ofSeries(
                            tx,
                            part,
                            List.of(key.seriesId()),
                            period.startInstant(line.kpi.timeZone()),
                            period.endInstant(line.kpi.timeZone()))) {
                add(sums, definitions, line.kpi, stored);
            }
        });
        buckets.replace(tx, part, lines.keySet(), built(sums));
    }

    /**
     * Computes all buckets of some measured scopes in one partition from the log: their memberships
     * have changed.
     *
     * @param scopes as written
     */
    public void rebucket(Tx tx, int part, Definitions definitions, Collection<String> scopes) {
        Map<Integer, Kpi> kpis = new HashMap<>();
        for (Dictionary.Entry series : dictionary.ofScopes(tx, scopes)) {
            Kpi kpi = definitions.kpis().get(series.kpi());
            if (kpi != null) {
                kpis.put(series.id(), kpi);
            }
        }
        Map<BucketKey, Sum> sums = new HashMap<>();
        Set<SeriesPeriod> gone = new HashSet<>();
        Set<KpiPeriod> touched = new HashSet<>();
        for (StoredMeasurement stored : log.ofSeries(tx, part, kpis.keySet(), Instant.EPOCH, FAR)) {
            Kpi kpi = Objects.requireNonNull(kpis.get(stored.seriesId()));
            LocalDate start = periodStart(kpi, MeasurementMapper.timing(stored));
            add(sums, definitions, kpi, stored);
            gone.add(new SeriesPeriod(stored.seriesId(), start));
            touched.add(new KpiPeriod(kpi.key(), start));
        }
        buckets.replace(tx, part, gone, built(sums));
        marks.add(tx, touched);
    }

    /** Computes all buckets of these series from the log, in every partition, from nothing. */
    void rebuild(Tx tx, Definitions definitions, Map<Integer, Kpi> series) {
        buckets.remove(tx, series.keySet());
        Map<BucketKey, Sum> sums = new HashMap<>();
        for (StoredMeasurement stored : log.ofSeries(tx, series.keySet())) {
            Kpi kpi = series.get(stored.seriesId());
            if (kpi != null) {
                add(sums, definitions, kpi, stored);
            }
        }
        buckets.raise(tx, built(sums));
    }

    /** After every time that a measurement may speak of. */
    public static final Instant FAR = Instant.parse("2300-01-01T00:00:00Z");

    private record Line(Kpi kpi) {}

    private Map<SeriesPeriod, Line> toComputeAgain(Tx tx, List<CountedMeasurement> batch) {
        Map<SeriesPeriod, Line> again = new HashMap<>();
        for (CountedMeasurement counted : batch) {
            LoggedEntry original = counted.original();
            if (original == null) {
                continue;
            }
            Kpi kpi = counted.kpi();
            int originalSeries =
                    dictionary.series(tx, List.of(original.series())).id(original.series());
            Timing then =
                    original.period() == null
                            ? new Timing.Moment(original.observedAt())
                            : new Timing.Whole(Period.parse(original.period()));
            again.put(new SeriesPeriod(originalSeries, periodStart(kpi, then)), new Line(kpi));
            if (counted.timing() != null) {
                again.put(
                        new SeriesPeriod(counted.seriesId(), periodStart(kpi, counted.timing())),
                        new Line(kpi));
            }
            orderElsewhere(tx, counted.place(), original);
        }
        return again;
    }

    /** A partition's buckets have one writer: what lies in another one is ordered from it. */
    private static void orderElsewhere(Tx tx, EntryId here, LoggedEntry original) {
        if (original.place().part() != here.part()) {
            tx.send(
                    """
                    insert into rebucket_order (part, scope, decided_at) values ($1, $2, 0)
                    on conflict do nothing
                    """,
                    original.place().part(),
                    original.series().scope());
        }
    }

    private static void add(
            Map<BucketKey, Sum> sums, Definitions definitions, Kpi kpi, StoredMeasurement stored) {
        add(
                sums,
                definitions,
                stored.seriesId(),
                kpi,
                Scope.parse(stored.scope()),
                MeasurementMapper.content(stored),
                MeasurementMapper.timing(stored),
                MeasurementMapper.observed(stored));
    }

    private static void add(
            Map<BucketKey, Sum> sums,
            Definitions definitions,
            int seriesId,
            Kpi kpi,
            Scope scope,
            Content content,
            Timing timing,
            Observed observed) {
        LocalDate day = timing.day(kpi.timeZone());
        String stream = definitions.organisation().streamOf(scope, day);
        BucketKey key =
                new BucketKey(
                        seriesId,
                        kpi.period().startOf(day),
                        stream == null ? "" : stream,
                        observed.part());
        Sum sum = sums.computeIfAbsent(key, k -> new Sum(kpi.key(), scope.toString()));
        sum.tally.add(content, observed);
        Instant counts = timing.countsFrom(kpi.timeZone());
        if (counts.isAfter(observed.recordedAt())
                && (sum.aheadUntil == null || counts.isAfter(sum.aheadUntil))) {
            sum.aheadUntil = counts;
        }
    }

    private static LocalDate periodStart(Kpi kpi, Timing timing) {
        return kpi.period().startOf(timing.day(kpi.timeZone()));
    }

    private static Collection<Bucket> built(Map<BucketKey, Sum> sums) {
        List<Bucket> rows = new ArrayList<>(sums.size());
        sums.forEach((key, sum) ->
                rows.add(
                        new Bucket(
                                key, sum.kpi, sum.scope, "", sum.tally.build(), sum.aheadUntil)));
        return rows;
    }

    private static final class Sum {
        private final String kpi;
        private final String scope;
        private final TallyBuilder tally = new TallyBuilder();
        private @Nullable Instant aheadUntil;

        Sum(String kpi, String scope) {
            this.kpi = kpi;
            this.scope = scope;
        }
    }
}
