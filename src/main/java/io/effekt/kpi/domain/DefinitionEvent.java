package io.effekt.kpi.domain;

import io.effekt.kernel.Period;
import io.effekt.kpi.domain.Definitions.KpiScope;
import io.effekt.organization.OrganisationEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What happened to the definitions. */
public sealed interface DefinitionEvent {
    /** Something happened to the value streams and teams. */
    record Organised(OrganisationEvent event) implements DefinitionEvent {}

    /**
     * The KPI reads so from now on.
     *
     * @param kpi its version does not matter: the log counts
     */
    record KpiDefined(Kpi kpi) implements DefinitionEvent {}

    record KpiRetired(String key) implements DefinitionEvent {}

    /**
     * These are all targets of the KPI at the scope.
     *
     * @param targets in order of their start
     */
    record TargetsSet(KpiScope at, List<Target> targets) implements DefinitionEvent {
        public TargetsSet {
            targets = List.copyOf(targets);
        }
    }

    record TargetsRemoved(KpiScope at) implements DefinitionEvent {}

    /**
     * Changes of the KPI at the scope count from here.
     *
     * @param inputs what a locked baseline was computed from; null for any other
     */
    record BaselineSet(KpiScope at, Baseline baseline, @Nullable Inputs inputs)
            implements DefinitionEvent {}

    record BaselineRemoved(KpiScope at) implements DefinitionEvent {}

    /**
     * What was held for a closed period counts from now on.
     *
     * @param recordedAt before which nothing of it was in the log, and everything else was
     * @param measurements how many there were
     */
    record HeldReleased(KpiScope at, Period period, Instant recordedAt, long measurements)
            implements DefinitionEvent {}

    /**
     * What went into a frozen value.
     *
     * @param measurements how many there were
     * @param sums by name, for instance numerator and denominator
     * @param position text of the log position they were read at
     */
    record Inputs(long measurements, SortedMap<String, BigDecimal> sums, String position) {
        public Inputs {
            sums = Collections.unmodifiableSortedMap(new TreeMap<>(sums));
        }
    }

    /** What it happened to, as the log names it: {@code kpi:digital-adoption}. */
    default String subject() {
        return switch (this) {
            case Organised(OrganisationEvent event) -> event.subject();
            case KpiDefined(Kpi kpi) -> kpi.subject();
            case KpiRetired(String key) -> Kpi.subject(key);
            case TargetsSet(KpiScope at, List<Target> targets) -> at.targetsSubject();
            case TargetsRemoved(KpiScope at) -> at.targetsSubject();
            case BaselineSet set -> set.at().baselineSubject();
            case BaselineRemoved(KpiScope at) -> at.baselineSubject();
            case HeldReleased released -> released.at().heldSubject();
        };
    }
}
