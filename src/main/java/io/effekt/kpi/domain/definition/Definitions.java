package io.effekt.kpi.domain.definition;

import io.effekt.kernel.Period;
import io.effekt.kernel.PersistentMap;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.DefinitionEvent.BaselineRemoved;
import io.effekt.kpi.domain.definition.DefinitionEvent.BaselineSet;
import io.effekt.kpi.domain.definition.DefinitionEvent.HeldReleased;
import io.effekt.kpi.domain.definition.DefinitionEvent.KpiDefined;
import io.effekt.kpi.domain.definition.DefinitionEvent.KpiRetired;
import io.effekt.kpi.domain.definition.DefinitionEvent.Organised;
import io.effekt.kpi.domain.definition.DefinitionEvent.OverrideLifted;
import io.effekt.kpi.domain.definition.DefinitionEvent.StatusOverridden;
import io.effekt.kpi.domain.definition.DefinitionEvent.TargetsRemoved;
import io.effekt.kpi.domain.definition.DefinitionEvent.TargetsSet;
import io.effekt.organization.Organisation;
import io.effekt.organization.OrganisationEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All definitions as one position of the decision log knows them. Immutable; what an event makes of
 * it shares all that did not change.
 *
 * @param targets by KPI and scope, in order of their start
 * @param releases by KPI, in their order
 * @param overrides by KPI and scope, all there have been, in order of their recording
 * @param versions by subject ({@code kpi:digital-adoption}): how many events it has had
 */
public record Definitions(
        Organisation organisation,
        Map<String, Kpi> kpis,
        Map<KpiScope, List<Target>> targets,
        Map<KpiScope, Baseline> baselines,
        Map<String, List<Release>> releases,
        Map<KpiScope, List<StatusOverride>> overrides,
        Map<String, Integer> versions) {
    public static final Definitions EMPTY =
            new Definitions(Organisation.EMPTY, Map.of(), Map.of(), Map.of());

    public Definitions(
            Organisation organisation,
            Map<String, Kpi> kpis,
            Map<KpiScope, List<Target>> targets,
            Map<KpiScope, Baseline> baselines) {
        this(organisation, kpis, targets, baselines, Map.of(), Map.of(), Map.of());
    }

    /**
     * A closed period whose content changed by a release.
     *
     * @param at before which nothing of it was in the log, and everything else was
     */
    public record Release(Scope scope, Period period, Instant at) {}

    /** The releases of a KPI, in order. */
    public List<Release> releases(String kpi) {
        return releases.getOrDefault(kpi, List.of());
    }

    /** All overrides that the KPI and scope have had, in order of their recording. */
    public List<StatusOverride> overrides(KpiScope at) {
        return overrides.getOrDefault(at, List.of());
    }

    /** How many events the subject has had: its version; 0 when it was never defined. */
    public int version(String subject) {
        return versions.getOrDefault(subject, 0);
    }

    /** The definitions after the event. */
    public Definitions evolve(DefinitionEvent event) {
        int version = version(event.subject()) + 1;
        Definitions after =
                switch (event) {
                    case Organised(OrganisationEvent organised) ->
                            withOrganisation(organisation.evolve(organised));
                    case KpiDefined(Kpi kpi) -> with(kpi.asVersion(version));
                    case KpiRetired(String key) -> with(known(key).asRetired().asVersion(version));
                    case TargetsSet(KpiScope at, List<Target> set) ->
                            withTargets(PersistentMap.of(targets).with(at, set));
                    case TargetsRemoved(KpiScope at) ->
                            withTargets(PersistentMap.of(targets).without(at));
                    case BaselineSet set ->
                            withBaselines(
                                    PersistentMap.of(baselines).with(set.at(), set.baseline()));
                    case BaselineRemoved(KpiScope at) ->
                            withBaselines(PersistentMap.of(baselines).without(at));
                    case HeldReleased released -> with(released);
                    case StatusOverridden overridden -> withOverride(overridden);
                    case OverrideLifted(KpiScope at, Recording recording) ->
                            withOverrides(at, StatusOverride.ended(overrides(at), at(recording)));
                };
        return new Definitions(
                after.organisation,
                after.kpis,
                after.targets,
                after.baselines,
                after.releases,
                after.overrides,
                PersistentMap.of(versions).with(event.subject(), version));
    }

    private Kpi known(String key) {
        Kpi kpi = kpis.get(key);
        if (kpi == null) {
            throw new IllegalStateException("the log retires what it never defined: " + key);
        }
        return kpi;
    }

    private Definitions withOrganisation(Organisation changed) {
        return new Definitions(changed, kpis, targets, baselines, releases, overrides, versions);
    }

    private Definitions with(Kpi kpi) {
        Map<String, Kpi> changed = PersistentMap.of(kpis).with(kpi.key(), kpi);
        return new Definitions(
                organisation, changed, targets, baselines, releases, overrides, versions);
    }

    private Definitions withTargets(Map<KpiScope, List<Target>> changed) {
        return new Definitions(
                organisation, kpis, changed, baselines, releases, overrides, versions);
    }

    private Definitions with(HeldReleased released) {
        List<Release> all = new ArrayList<>(releases(released.at().kpi()));
        all.add(new Release(released.at().scope(), released.period(), released.recordedAt()));
        return new Definitions(
                organisation,
                kpis,
                targets,
                baselines,
                PersistentMap.of(releases).with(released.at().kpi(), List.copyOf(all)),
                overrides,
                versions);
    }

    private Definitions withBaselines(Map<KpiScope, Baseline> changed) {
        return new Definitions(organisation, kpis, targets, changed, releases, overrides, versions);
    }

    private Definitions withOverride(StatusOverridden event) {
        Recording recording = event.recording() == null ? Recording.NOT_YET : event.recording();
        StatusOverride set =
                new StatusOverride(
                        event.period(), event.status(), event.expires(), recording, null);
        return withOverrides(event.at(), StatusOverride.with(overrides(event.at()), set));
    }

    private Definitions withOverrides(KpiScope at, List<StatusOverride> all) {
        Map<KpiScope, List<StatusOverride>> changed = PersistentMap.of(overrides).with(at, all);
        return new Definitions(organisation, kpis, targets, baselines, releases, changed, versions);
    }

    private static Instant at(@Nullable Recording recording) {
        return recording == null ? Instant.EPOCH : recording.at();
    }
}
