package io.effekt.kpi.domain.evaluation;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Baseline;
import io.effekt.kpi.domain.definition.Basis;
import io.effekt.kpi.domain.definition.Boundary;
import io.effekt.kpi.domain.definition.Comparator;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiDraft;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.kpi.domain.definition.Target;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.Measurement;
import io.effekt.kpi.domain.measurement.RowKey;
import io.effekt.kpi.domain.measurement.Series;
import io.effekt.kpi.domain.measurement.Timing;
import io.effekt.organization.Membership;
import io.effekt.organization.Organisation;
import io.effekt.organization.Team;
import io.effekt.organization.ValueStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A small organisation around one KPI. Times are written as instants, or as days ({@code
 * 2026-03-31}), which mean noon in the KPI's zone.
 */
public final class TestWorld {
    public static final LocalDate FOUNDED = LocalDate.of(2024, 1, 1);

    private final Kpi kpi;
    private final Map<String, ValueStream> streams = new TreeMap<>();
    private final Map<String, Team> teams = new TreeMap<>();
    private final Map<KpiScope, List<Target>> targets = new HashMap<>();
    private final Map<KpiScope, Baseline> baselines = new HashMap<>();
    private final List<Measurement> measurements = new ArrayList<>();

    public TestWorld(KpiDraft draft) {
        this(draft.kpi());
    }

    public TestWorld(Kpi kpi) {
        this.kpi = kpi;
    }

    public Kpi kpi() {
        return kpi;
    }

    /** A team that has always belonged to that stream; null for none. */
    public TestWorld team(String key, @Nullable String stream) {
        return teamWith(
                key,
                stream == null
                        ? List.of()
                        : List.of(new Membership(stream, new DateSpan(FOUNDED, null))));
    }

    TestWorld teamWith(String key, List<Membership> memberships) {
        for (Membership membership : memberships) {
            streams.put(
                    membership.valueStream(),
                    new ValueStream(membership.valueStream(), membership.valueStream(), false));
        }
        teams.put(key, new Team(key, key, memberships, List.of(), false));
        return this;
    }

    /** A team that goes from one stream to another on that day. */
    public TestWorld teamThatMoves(String key, String from, String day, String to) {
        LocalDate moved = LocalDate.parse(day);
        return teamWith(
                key,
                List.of(
                        new Membership(from, new DateSpan(FOUNDED, moved)),
                        new Membership(to, new DateSpan(moved, null))));
    }

    public TestWorld target(
            String scope, Comparator comparator, String goal, @Nullable String warning) {
        return target(scope, comparator, Basis.ABSOLUTE, goal, warning);
    }

    public TestWorld target(
            String scope,
            Comparator comparator,
            Basis basis,
            String goal,
            @Nullable String warning) {
        return target(
                scope,
                new Target(
                        new DateSpan(FOUNDED, null),
                        comparator,
                        basis,
                        boundary(goal),
                        warning == null ? null : boundary(warning)));
    }

    public TestWorld target(String scope, Target target) {
        targets.computeIfAbsent(kpiScope(scope), any -> new ArrayList<>()).add(target);
        return this;
    }

    /** {@code 5} for one number, {@code 5..10} for lower and upper. */
    public static Boundary boundary(String text) {
        int dots = text.indexOf("..");
        return dots < 0
                ? Boundary.of(new BigDecimal(text))
                : Boundary.between(
                        new BigDecimal(text.substring(0, dots)),
                        new BigDecimal(text.substring(dots + 2)));
    }

    public TestWorld baseline(String scope, Baseline baseline) {
        baselines.put(kpiScope(scope), baseline);
        return this;
    }

    public TestWorld baseline(String scope, String value) {
        return baseline(scope, new Baseline.Fixed(new BigDecimal(value)));
    }

    TestWorld baselineOver(String scope, String from, String to) {
        DateSpan span = new DateSpan(LocalDate.parse(from), LocalDate.parse(to));
        return baseline(scope, new Baseline.Span(span, false, null));
    }

    private KpiScope kpiScope(String scope) {
        return new KpiScope(kpi.key(), Scope.parse(scope));
    }

    public TestWorld number(String scope, String when, String value) {
        return number(scope, when, value, "1");
    }

    public TestWorld number(String scope, String when, String value, String weight) {
        return add(
                scope,
                when,
                new Content.Number(new BigDecimal(value), new BigDecimal(weight)),
                null);
    }

    public TestWorld ratio(String scope, String when, String numerator, String denominator) {
        return add(
                scope,
                when,
                new Content.Ratio(new BigDecimal(numerator), new BigDecimal(denominator)),
                null);
    }

    /** Answers as {@code score:count} words. */
    public TestWorld scores(String scope, String when, String answers) {
        return add(scope, when, answers(answers), null);
    }

    public static Content answers(String answers) {
        Long[] counts = new Long[Content.Scores.COUNTS];
        Arrays.fill(counts, 0L);
        for (String word : answers.split(" ", -1)) {
            int colon = word.indexOf(':');
            counts[Integer.parseInt(word.substring(0, colon))] =
                    Long.parseLong(word.substring(colon + 1));
        }
        return new Content.Scores(List.of(counts));
    }

    /** Ids are {@code m1}, {@code m2} … in the order of sending. */
    public TestWorld add(
            String scope, String when, @Nullable Content content, @Nullable String replaces) {
        return add(scope, timing(when), content, replaces, new TreeMap<>());
    }

    public TestWorld add(
            String scope,
            Timing timing,
            @Nullable Content content,
            @Nullable String replaces,
            SortedMap<String, String> labels) {
        int seq = measurements.size() + 1;
        measurements.add(
                new Measurement(
                        "test",
                        "m" + seq,
                        new Series(kpi.key(), Scope.parse(scope), labels),
                        timing,
                        content,
                        replaces,
                        Instant.EPOCH,
                        0,
                        seq));
        return this;
    }

    /** A number for a whole period. */
    TestWorld whole(String scope, String period, String value) {
        return add(
                scope,
                new Timing.Whole(Period.parse(period)),
                new Content.Number(new BigDecimal(value), BigDecimal.ONE),
                null,
                new TreeMap<>());
    }

    TestWorld retract(String id) {
        Measurement original =
                measurements.stream().filter(m -> m.id().equals(id)).findFirst().orElseThrow();
        return add(
                original.series().scope().toString(), original.timing(), null, id, new TreeMap<>());
    }

    private Timing timing(String when) {
        return new Timing.Moment(instant(when));
    }

    public Instant instant(String when) {
        return when.length() == 10
                ? LocalDate.parse(when).atTime(LocalTime.NOON).atZone(kpi.timeZone()).toInstant()
                : Instant.parse(when);
    }

    public Definitions definitions() {
        return new Definitions(
                new Organisation(streams, teams), Map.of(kpi.key(), kpi), targets, baselines);
    }

    public List<Measurement> measurements() {
        return measurements;
    }

    public Journal journal(String at) {
        return Journal.of(definitions(), kpi, instant(at), measurements);
    }

    public StatusEvaluator evaluator(String period, String at) {
        return new StatusEvaluator(journal(at).inputs(Period.parse(period)));
    }

    public KpiStatus status(String scope, String period, String at) {
        return evaluator(period, at).status(Scope.parse(scope));
    }

    public KpiStatus headline(String scope, String at) {
        return headline(Scope.parse(scope), journal(at), instant(at));
    }

    public KpiStatus headline(Scope scope, Journal journal, Instant at) {
        List<KpiStatus> rows = new ArrayList<>();
        for (Period period : journal.periods()) {
            rows.add(new StatusEvaluator(journal.inputs(period)).status(scope));
        }
        return Headline.of(
                kpi,
                rows,
                StatusEvaluator.neverReported(kpi, definitions(), RowKey.of(scope), at),
                at);
    }
}
