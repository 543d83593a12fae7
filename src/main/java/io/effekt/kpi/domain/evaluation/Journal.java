package io.effekt.kpi.domain.evaluation;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.disclosure.DisclosureContext;
import io.effekt.kpi.domain.disclosure.DisclosureHistory;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.Corrections;
import io.effekt.kpi.domain.measurement.Leaf;
import io.effekt.kpi.domain.measurement.Measurement;
import io.effekt.kpi.domain.measurement.Observed;
import io.effekt.kpi.domain.measurement.Origin;
import io.effekt.kpi.domain.measurement.RowKey;
import io.effekt.kpi.domain.measurement.TallyBuilder;
import io.effekt.kpi.domain.measurement.Timing;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of one KPI, seen at a moment: takes measurements one by one, in any order, and
 * gives the leaves of every period. What was observed after the moment does not count; what was
 * sent for a whole period counts from its first day on. For one thread.
 */
public final class Journal {
    private final Definitions definitions;
    private final Kpi kpi;
    private final Instant at;
    private final Instant known;
    private final TreeMap<Period, Gathered> periods = new TreeMap<>();
    private final Map<DateSpan, Gathered> spans = new HashMap<>();
    private final Map<String, LocalDate> firstReports = new HashMap<>();
    private final Map<Period, DisclosureHistory> past = new HashMap<>();

    public Journal(Definitions definitions, Kpi kpi, Instant at) {
        this(definitions, kpi, at, at);
    }

    /**
     * @param known when all that it takes was recorded
     */
    public Journal(Definitions definitions, Kpi kpi, Instant at, Instant known) {
        this.definitions = definitions;
        this.kpi = kpi;
        this.at = at;
        this.known = known;
        for (DateSpan span : Baselines.spans(definitions, kpi.key())) {
            spans.put(span, new Gathered());
        }
    }

    /** The journal of what is left of those entries once their corrections are made. */
    public static Journal of(
            Definitions definitions, Kpi kpi, Instant at, Collection<Measurement> entries) {
        Journal journal = new Journal(definitions, kpi, at);
        for (Measurement measurement : Corrections.effective(entries)) {
            if (measurement.series().kpi().equals(kpi.key())) {
                journal.add(measurement);
            }
        }
        return journal;
    }

    /**
     * Takes a measurement of this KPI that no other has replaced.
     *
     * @throws IllegalArgumentException for a retraction, and for another KPI's
     */
    public void add(Measurement measurement) {
        Content content = measurement.content();
        if (content == null || !measurement.series().kpi().equals(kpi.key())) {
            throw new IllegalArgumentException("not a measurement of " + kpi.key());
        }
        List<String> labels = new ArrayList<>();
        measurement.series().dimensions().forEach((name, value) -> labels.add(name + ":" + value));
        add(
                measurement.series().scope(),
                labels,
                measurement.timing(),
                content,
                measurement.observed(kpi.timeZone()));
    }

    /**
     * As {@link #add(Measurement)}, for one that is known to be of this KPI.
     *
     * @param labels values of dimensions, each as {@code name:value}
     */
    public void add(
            Scope scope, List<String> labels, Timing timing, Content content, Observed observed) {
        ZoneId zone = kpi.timeZone();
        LocalDate day = timing.day(zone);
        Period period = Period.of(kpi.period(), day);
        List<Gathered> places = new ArrayList<>();
        places.add(periods.computeIfAbsent(period, any -> new Gathered()));
        for (Map.Entry<DateSpan, Gathered> span : spans.entrySet()) {
            if (span.getKey().contains(day)) {
                places.add(span.getValue());
            }
        }
        Instant countsFrom = timing.countsFrom(zone);
        if (countsFrom.isAfter(at)) {
            places.forEach(place -> place.later(countsFrom));
            return;
        }
        Origin where = new Origin(scope, definitions.organisation().streamOf(scope, day), labels);
        places.forEach(place -> place.add(where, content, observed));
        if (scope instanceof Scope.Team(String key)) {
            firstReports.merge(key, period.start(), (a, b) -> a.isBefore(b) ? a : b);
        }
    }

    /** Takes that a team had reported, in a period whose measurements it is not given. */
    public void reported(String team, LocalDate first) {
        firstReports.merge(team, first, (a, b) -> a.isBefore(b) ? a : b);
    }

    /** First day of the earliest period in which the team reported, as far as is known here. */
    public @Nullable LocalDate firstReport(String team) {
        return firstReports.get(team);
    }

    /**
     * Every place at or beneath which anything that it was given counts; with a dimension only
     * those where its value does.
     */
    public Set<RowKey> places(@Nullable String dimension) {
        Set<RowKey> places = new HashSet<>();
        for (Gathered gathered : periods.values()) {
            for (Origin origin : gathered.tallies.keySet()) {
                if (dimension == null || origin.labels().contains(dimension)) {
                    places.add(new RowKey(origin.measuredAt(), dimension));
                    places.add(new RowKey(Scope.ORG, dimension));
                    if (origin.stream() != null) {
                        places.add(new RowKey(new Scope.Stream(origin.stream()), dimension));
                    }
                }
            }
        }
        return places;
    }

    /** Takes what is known of a period because it has been shown otherwise. */
    public void shownBefore(Period period, DisclosureHistory otherwise) {
        past.put(period, otherwise);
    }

    /** The periods in which anything counts or will count, in order. */
    public NavigableSet<Period> periods() {
        return Collections.unmodifiableNavigableSet(periods.navigableKeySet());
    }

    /** What counts in the period. */
    public List<Leaf> leaves(Period period) {
        Gathered gathered = periods.get(period);
        return gathered == null ? List.of() : gathered.leaves();
    }

    /** What counts in one of the baselines' spans. */
    public List<Leaf> span(DateSpan span) {
        Gathered gathered = spans.get(span);
        return gathered == null ? List.of() : gathered.leaves();
    }

    /** What the evaluator needs for the period. */
    public PeriodInputs inputs(Period period) {
        Map<DateSpan, List<Leaf>> ofSpans = new HashMap<>();
        Instant moreAt = null;
        for (Map.Entry<DateSpan, Gathered> span : spans.entrySet()) {
            ofSpans.put(span.getKey(), span.getValue().leaves());
            moreAt = span.getValue().earlier(moreAt);
        }
        // Earlier periods too: they tell what the change is from, and who has reported before.
        for (Gathered gathered : periods.headMap(period, true).values()) {
            moreAt = gathered.earlier(moreAt);
        }
        return new PeriodInputs(
                kpi,
                definitions,
                period,
                at,
                leaves(period),
                leaves(period.previous()),
                ofSpans,
                firstReports,
                moreAt,
                disclosure());
    }

    private DisclosureContext disclosure() {
        Map<Period, List<Leaf>> inSpans = new HashMap<>();
        if (kpi.minGroupSize() != null) {
            for (DateSpan span : spans.keySet()) {
                for (Period period : Baselines.wholePeriods(kpi, span)) {
                    inSpans.put(period, leaves(period));
                }
            }
        }
        return new DisclosureContext(known, inSpans, past);
    }

    /** What falls into one span of time. */
    private static final class Gathered {
        private final Map<Origin, TallyBuilder> tallies = new HashMap<>();
        private @Nullable Instant moreAt;

        void add(Origin origin, Content content, Observed observed) {
            tallies.computeIfAbsent(origin, any -> new TallyBuilder()).add(content, observed);
        }

        void later(Instant countsFrom) {
            moreAt = earlier(countsFrom);
        }

        @Nullable Instant earlier(@Nullable Instant other) {
            if (moreAt == null || other == null) {
                return moreAt == null ? other : moreAt;
            }
            return moreAt.isBefore(other) ? moreAt : other;
        }

        List<Leaf> leaves() {
            List<Leaf> leaves = new ArrayList<>(tallies.size());
            tallies.forEach((origin, tally) ->
                    leaves.add(
                            new Leaf(
                                    origin.measuredAt(),
                                    origin.stream(),
                                    origin.labels(),
                                    tally.build())));
            return leaves;
        }
    }
}
