package io.effekt.kpi.domain.evaluation;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Period;
import io.effekt.kernel.PeriodUnit;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.Baseline;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.kpi.domain.disclosure.DisclosureContext;
import io.effekt.kpi.domain.disclosure.DisclosureControl;
import io.effekt.kpi.domain.disclosure.ProtectedFigures;
import io.effekt.kpi.domain.measurement.DimensionFigures;
import io.effekt.kpi.domain.measurement.Figure;
import io.effekt.kpi.domain.measurement.Leaf;
import io.effekt.kpi.domain.measurement.Rounding;
import io.effekt.kpi.domain.measurement.RowKey;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values that the changes of one KPI are counted from. A baseline is never inherited. */
public final class Baselines {
    private final Kpi kpi;
    private final Definitions definitions;
    private final Map<DateSpan, ? extends Collection<Leaf>> leaves;
    private final DisclosureContext disclosure;
    private final Instant at;
    private final Map<DateSpan, SpanValues> known = new HashMap<>();

    /**
     * @param leaves what was measured over each span that {@link #spans} names
     * @param disclosure with the periods of the spans, for a KPI with a smallest group
     * @param at the moment that the question is about
     */
    public Baselines(
            Kpi kpi,
            Definitions definitions,
            Map<DateSpan, ? extends Collection<Leaf>> leaves,
            DisclosureContext disclosure,
            Instant at) {
        this.kpi = kpi;
        this.definitions = definitions;
        this.leaves = leaves;
        this.disclosure = disclosure;
        this.at = at;
    }

    /** The spans whose measurements are needed: those of baselines that are not locked. */
    public static Set<DateSpan> spans(Definitions definitions, String kpi) {
        Set<DateSpan> spans = new HashSet<>();
        for (Map.Entry<KpiScope, Baseline> entry : definitions.baselines().entrySet()) {
            if (entry.getKey().kpi().equals(kpi)
                    && entry.getValue() instanceof Baseline.Span span
                    && !span.locked()) {
                spans.add(span.span());
            }
        }
        return spans;
    }

    /**
     * The place's own baseline, unrounded; null where none is set or it rests on nothing. A value
     * that was stated or locked is the whole scope's: a dimension has only what was measured.
     */
    public @Nullable BigDecimal value(RowKey place) {
        boolean whole = place.dimension() == null;
        return switch (definitions.baselines().get(new KpiScope(kpi.key(), place.scope()))) {
            case null -> null;
            case Baseline.Fixed fixed -> whole ? fixed.value() : null;
            case Baseline.Span span when span.locked() -> whole ? span.frozen() : null;
            case Baseline.Span span -> over(span.span()).value(place);
        };
    }

    /**
     * What was measured over the place's span; null where its baseline is none that is measured, or
     * may not be shown.
     */
    @Nullable Figure figure(RowKey place) {
        return definitions.baselines().get(new KpiScope(kpi.key(), place.scope()))
                                instanceof Baseline.Span span
                        && !span.locked()
                ? over(span.span()).figure(place)
                : null;
    }

    /** The place's baseline where somebody states its value; null where it is measured. */
    static @Nullable BigDecimal stated(Definitions definitions, String kpi, RowKey place) {
        return place.dimension() == null
                        && definitions.baselines().get(new KpiScope(kpi, place.scope()))
                                instanceof Baseline.Fixed fixed
                ? fixed.value()
                : null;
    }

    /** When the clock alone will let the scope's baseline be shown; null for never. */
    @Nullable Instant changesAt(Scope scope) {
        return definitions.baselines().get(new KpiScope(kpi.key(), scope))
                                instanceof Baseline.Span span
                        && !span.locked()
                        && kpi.minGroupSize() != null
                        && shownFrom(kpi, span.span()).isAfter(at)
                ? shownFrom(kpi, span.span())
                : null;
    }

    /**
     * The value that a locked baseline keeps: what the span gives for the scope today; null when it
     * gives none.
     *
     * @param leaves all that was measured over the span, at every scope
     * @param disclosure with the periods of the span, for a KPI with a smallest group
     */
    public static @Nullable BigDecimal freeze(
            Kpi kpi,
            Scope scope,
            DateSpan span,
            Collection<Leaf> leaves,
            DisclosureContext disclosure,
            Instant at) {
        return new SpanValues(kpi, span, leaves, disclosure, at).value(RowKey.of(scope));
    }

    private SpanValues over(DateSpan span) {
        return known.computeIfAbsent(
                span,
                wanted -> {
                    Collection<Leaf> found = leaves.get(wanted);
                    if (found == null) {
                        throw new IllegalArgumentException(
                                "what was measured over " + wanted + " is missing");
                    }
                    return new SpanValues(kpi, wanted, found, disclosure, at);
                });
    }

    /** A small group's span may not be watched growing, no more than its periods may. */
    private static Instant shownFrom(Kpi kpi, DateSpan span) {
        LocalDate to = span.to() == null ? LocalDate.MAX : span.to().plusDays(kpi.graceDays());
        return to.equals(LocalDate.MAX) ? Instant.MAX : to.atStartOfDay(kpi.timeZone()).toInstant();
    }

    /** The periods that a span is made of; none where it is not made of whole ones. */
    public static List<Period> wholePeriods(Kpi kpi, DateSpan span) {
        List<Period> periods = new ArrayList<>();
        LocalDate to = span.to();
        if (to == null || !kpi.period().startOf(to).equals(to)) {
            return periods;
        }
        if (kpi.period().startOf(span.from()).equals(span.from())) {
            for (Period period = new Period(kpi.period(), span.from());
                    period.start().isBefore(to);
                    period = period.next()) {
                periods.add(period);
            }
        }
        return periods;
    }

    private static final class SpanValues {
        private final Kpi kpi;
        private final DimensionFigures figures;
        private final boolean isProtected;
        private final boolean tooEarly;
        private final List<ProtectedFigures> parts = new ArrayList<>();
        private final BigDecimal periods;

        SpanValues(
                Kpi kpi,
                DateSpan span,
                Collection<Leaf> leaves,
                DisclosureContext disclosure,
                Instant at) {
            this.kpi = kpi;
            figures = DimensionFigures.of(kpi, leaves);
            isProtected = kpi.minGroupSize() != null;
            Instant known = disclosure.known();
            tooEarly = (known.isBefore(at) ? known : at).isBefore(shownFrom(kpi, span));
            if (isProtected) {
                for (Period period : wholePeriods(kpi, span)) {
                    parts.add(
                            DisclosureControl.protect(
                                    kpi, disclosure.inSpan(period), disclosure.past(period)));
                }
            }
            periods = BigDecimal.valueOf(periods(span, kpi.period()));
        }

        @Nullable Figure figure(RowKey place) {
            return isProtected && !isSafe(place) ? null : figures.figure(place);
        }

        @Nullable BigDecimal value(RowKey place) {
            Figure figure = figure(place);
            if (figure == null) {
                return null;
            }
            return kpi.aggregation() == Aggregation.SUM
                    ? Rounding.quotient(figure.value(), periods)
                    : figure.value();
        }

        /**
         * Whether the value says no more than the rows of its periods do: all of them are closed,
         * and shown where they have data.
         */
        private boolean isSafe(RowKey place) {
            return !tooEarly
                    && !parts.isEmpty()
                    && parts.stream().noneMatch(part -> part.isHidden(place));
        }

        private static long periods(DateSpan span, PeriodUnit unit) {
            LocalDate to = span.to() == null ? span.from().plusDays(1) : span.to();
            long periods = 0;
            LocalDate start = unit.startOf(span.from());
            while (start.isBefore(to)) {
                periods++;
                start = unit.plus(start, 1);
            }
            return periods;
        }
    }
}
