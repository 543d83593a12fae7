package io.effekt.kpi.domain.definition;

import io.effekt.kernel.Period;
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
     * A person says what the status is.
     *
     * @param period the period that it is about; null for whichever is the headline
     * @param recording known once the log has it
     */
    record StatusOverridden(
            KpiScope at,
            @Nullable Period period,
            Status status,
            Instant expires,
            @Nullable Recording recording)
            implements DefinitionEvent {}

    /**
     * The computed status stands alone again.
     *
     * @param recording known once the log has it
     */
    record OverrideLifted(KpiScope at, @Nullable Recording recording) implements DefinitionEvent {}

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

    /** The same event with what the log knows beside it, for those that show it. */
    default DefinitionEvent recorded(Recording known) {
        return switch (this) {
            case StatusOverridden o ->
                    new StatusOverridden(o.at, o.period, o.status, o.expires, known);
            case OverrideLifted lifted -> new OverrideLifted(lifted.at, known);
            case Organised other -> other;
            case KpiDefined other -> other;
            case KpiRetired other -> other;
            case TargetsSet other -> other;
            case TargetsRemoved other -> other;
            case BaselineSet other -> other;
            case BaselineRemoved other -> other;
            case HeldReleased other -> other;
        };
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
            case StatusOverridden overridden -> overridden.at().overrideSubject();
            case OverrideLifted lifted -> lifted.at().overrideSubject();
        };
    }
}
