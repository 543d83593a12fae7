package io.effekt.ingest.append;

import io.effekt.eventstore.EntryId;
import io.effekt.eventstore.LoggedEntry;
import io.effekt.eventstore.measurement.MeasurementEntry;
import io.effekt.ingest.form.ParsedMeasurement;
import io.effekt.kernel.Period;
import io.effekt.kernel.Refusal;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.ReleaseRules;
import io.effekt.kpi.domain.measurement.Timing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** What a release would change in each closed period that it touches. */
public final class Released {
    private final Kpi kpi;
    private final Instant now;
    private final Function<EntryId, Content> logged;
    private final Map<EntryId, Content> fresh = new HashMap<>();
    private final TreeMap<Period, Change> changes = new TreeMap<>();
    private long counted;

    private record Change(List<Content> added, List<Content> removed) {
        Change() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    /**
     * @param logged content of an entry that is in the log
     */
    Released(Kpi kpi, Instant now, Function<EntryId, Content> logged) {
        this.kpi = kpi;
        this.now = now;
        this.logged = logged;
    }

    /**
     * Takes what was decided for one partition.
     *
     * @param seq the last sequence of the partition before it
     */
    void add(int part, long seq, List<AppendDecision> verdicts) {
        long next = seq + 1;
        for (AppendDecision verdict : verdicts) {
            if (verdict.entry() != null) {
                counted++;
                ParsedMeasurement incoming = AppendDecision.incoming(verdict);
                LoggedEntry original = verdict.original();
                if (original != null) {
                    Content before = fresh.get(original.place());
                    change(period(kpi, original))
                            .removed
                            .add(before != null ? before : logged.apply(original.place()));
                }
                Content content = incoming.content();
                Timing timing = incoming.timing();
                if (content != null && timing != null) {
                    change(period(kpi, timing)).added.add(content);
                    fresh.put(new EntryId(part, next), content);
                }
                next++;
            }
        }
    }

    private Change change(Period period) {
        return changes.computeIfAbsent(period, any -> new Change());
    }

    /** How many measurements will count. */
    long counted() {
        return counted;
    }

    /** The periods that are closed, and change. */
    SortedSet<Period> closed() {
        SortedSet<Period> closed = new TreeSet<>(changes.keySet());
        closed.removeIf(period -> !kpi.closes(period, now));
        return closed;
    }

    /**
     * Why they may not be released together; empty when they may.
     *
     * @param standing what counts at the scope in a period so far
     */
    Optional<Refusal> check(Function<Period, Collection<Content>> standing) {
        for (Period period : closed()) {
            Change change = change(period);
            Optional<Refusal> refusal =
                    ReleaseRules.check(kpi, standing.apply(period), change.added, change.removed);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    static Period period(Kpi kpi, Timing timing) {
        return Period.of(kpi.period(), timing.day(kpi.timeZone()));
    }

    static Period period(Kpi kpi, LoggedEntry entry) {
        return period(
                kpi,
                entry.period() == null
                        ? new Timing.Moment(entry.observedAt())
                        : new Timing.Whole(Period.parse(entry.period())));
    }

    /** The numbers of an entry that is no retraction. */
    public static Content content(MeasurementEntry entry) {
        if (entry.scores() != null) {
            return new Content.Scores(entry.scores());
        }
        if (entry.numerator() != null && entry.denominator() != null) {
            return new Content.Ratio(entry.numerator(), entry.denominator());
        }
        if (entry.value() != null && entry.weight() != null) {
            return new Content.Number(entry.value(), entry.weight());
        }
        throw new IllegalArgumentException("a retraction holds no numbers");
    }
}
