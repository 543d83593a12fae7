package io.effekt.kpi.domain.asof;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.asof.MeasurementHistory.Line;
import io.effekt.kpi.domain.asof.MeasurementHistory.Stretch;
import io.effekt.kpi.domain.definition.Baseline;
import io.effekt.kpi.domain.evaluation.Baselines;
import io.effekt.kpi.domain.evaluation.Journal;
import io.effekt.kpi.domain.evaluation.PeriodInputs;
import io.effekt.kpi.domain.measurement.RowKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A journal that is read only where somebody looks: in the periods asked for, the ones before them,
 * and the spans of baselines; and only of some scopes. What it gives for these scopes is what the
 * whole journal gives, save for the clock: when something will count later is not looked up, as
 * nobody waits for an answer about the past to change. For one thread.
 */
final class JournalWindow {
    private final KpiMoment moment;
    private final MeasurementHistory log;
    private final List<Line> lines;
    private final Journal journal;
    private final Set<Period> ofBaselines = new TreeSet<>();
    private final Set<Period> loaded = new HashSet<>();
    private final Set<Period> guarded = new HashSet<>();
    private final Set<Line> asked = new HashSet<>();

    /**
     * @param lines the series that count
     * @param scopes the scopes whose rows will be asked for and all beneath them; null for all
     */
    JournalWindow(
            KpiMoment moment,
            MeasurementHistory log,
            List<Line> lines,
            @Nullable Collection<Scope> scopes) {
        this.moment = moment;
        this.log = log;
        this.lines = lines;
        journal = new Journal(moment.definitions(), moment.kpi(), moment.at(), moment.known());
        for (DateSpan span : Baselines.spans(moment.definitions(), moment.kpi().key())) {
            if (scopes == null || isOfOne(span, scopes)) {
                ofBaselines.addAll(periods(span));
            }
        }
    }

    /** What the evaluator needs for the period. */
    PeriodInputs inputs(Period period) {
        Set<Period> wanted = new TreeSet<>(ofBaselines);
        wanted.add(period.previous());
        wanted.add(period);
        Period current = moment.current();
        if (period.compareTo(current) > 0) {
            wanted.add(current);
            wanted.add(current.next());
        }
        load(wanted);
        firstReports(period);
        guard(wanted);
        return journal.inputs(period);
    }

    /** The places of what has been read so far. */
    Set<RowKey> places(@Nullable String dimension) {
        return journal.places(dimension);
    }

    /** Reads those of the periods that have not been read; neighbours at once. */
    void load(Collection<Period> periods) {
        List<Period> run = new ArrayList<>();
        for (Period period : new TreeSet<>(periods)) {
            if (loaded.add(period)) {
                if (!run.isEmpty() && !run.getLast().next().equals(period)) {
                    read(run);
                    run.clear();
                }
                run.add(period);
            }
        }
        if (!run.isEmpty()) {
            read(run);
        }
    }

    private void read(List<Period> run) {
        if (!lines.isEmpty()) {
            log.read(
                    lines,
                    run.getFirst().startInstant(moment.kpi().timeZone()),
                    run.getLast().endInstant(moment.kpi().timeZone()),
                    (line, timing, content, observed) ->
                            journal.add(line.scope(), line.labels(), timing, content, observed));
        }
    }

    /** Finds out which teams had reported before the period, where what was read does not tell. */
    private void firstReports(Period period) {
        List<Stretch> unknown = unknown(period);
        if (unknown.size() > log.singleLookUps()) {
            take(log.recent(unknown, moment.since(period)));
            unknown = unknown(period);
        }
        unknown.forEach(stretch -> asked.add(stretch.line()));
        take(log.earliest(unknown));
    }

    private List<Stretch> unknown(Period period) {
        List<Stretch> unknown = new ArrayList<>();
        for (Line line : lines) {
            if (line.scope() instanceof Scope.Team(String key) && !asked.contains(line)) {
                LocalDate first = journal.firstReport(key);
                if (first == null || first.isAfter(period.start())) {
                    unknown.add(new Stretch(line, Instant.EPOCH, moment.after()));
                }
            }
        }
        return unknown;
    }

    private void take(Map<Stretch, Instant> reports) {
        reports.forEach((stretch, observed) -> {
            if (stretch.line().scope() instanceof Scope.Team(String key)) {
                journal.reported(key, moment.kpi().period().startOf(moment.day(observed)));
            }
        });
    }

    private void guard(Set<Period> wanted) {
        Set<Period> open = new TreeSet<>(wanted);
        open.removeAll(guarded);
        if (moment.kpi().minGroupSize() != null && !open.isEmpty()) {
            guarded.addAll(open);
            log.past(open).forEach(journal::shownBefore);
        }
    }

    private boolean isOfOne(DateSpan span, Collection<Scope> scopes) {
        return moment.definitions().baselines().entrySet().stream()
                .anyMatch(entry ->
                        entry.getKey().kpi().equals(moment.kpi().key())
                                && entry.getValue()
                                        instanceof Baseline.Span(DateSpan its, var l, var f)
                                && its.equals(span)
                                && scopes.contains(entry.getKey().scope()));
    }

    private List<Period> periods(DateSpan span) {
        List<Period> periods = new ArrayList<>();
        LocalDate to = span.to();
        for (Period period = Period.of(moment.kpi().period(), span.from());
                to == null
                        ? period.compareTo(moment.current().next()) <= 0
                        : period.start().isBefore(to);
                period = period.next()) {
            periods.add(period);
        }
        return periods;
    }
}
