package io.effekt.kpi.application.status;

import io.effekt.database.Tx;
import io.effekt.eventstore.EntryId;
import io.effekt.eventstore.measurement.StoredMeasurement;
import io.effekt.eventstore.postgres.DecisionLog;
import io.effekt.eventstore.postgres.StandingMeasurements;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.application.DefinitionEras;
import io.effekt.kpi.application.DefinitionsView;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.disclosure.DisclosureHistory;
import io.effekt.kpi.domain.disclosure.Eras;
import io.effekt.kpi.domain.disclosure.Eras.Era;
import io.effekt.kpi.domain.measurement.EffectiveMeasurement;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of closed periods of a KPI with a smallest group because they were shown otherwise:
 * a reader of a row then and now knows the difference. Content changes by a release, and by a
 * reorganisation that is recorded afterwards; which rows there are, and which of them are hidden,
 * by another definition. All of that is found by comparing states of the definitions ({@link
 * Eras}). Measurements of a steward change content too; the steward is responsible for that.
 */
@ApplicationScoped
public class ClosedPeriods {
    private final StandingMeasurements log;
    private final DecisionLog decisions;
    private final DefinitionsView view;
    private final DefinitionEras eras;

    public ClosedPeriods(
            StandingMeasurements log,
            DecisionLog decisions,
            DefinitionsView view,
            DefinitionEras eras) {
        this.log = log;
        this.decisions = decisions;
        this.view = view;
        this.eras = eras;
    }

    /**
     * What is known of each of these periods. Those that have always been shown as they are, are
     * left out, and cost next to nothing.
     *
     * @param definitions those that are in the log, or that a command would make of them
     * @param at the moment that the question is about
     * @param known when all was recorded that counts
     * @param asOf the same where the question is about what was recorded; null for all that is
     */
    public Map<Period, DisclosureHistory> past(
            Tx tx,
            Definitions definitions,
            Kpi kpi,
            Instant at,
            Instant known,
            @Nullable Instant asOf,
            Collection<Period> periods) {
        List<Period> closed = periods.stream().filter(p -> kpi.closes(p, known)).toList();
        if (kpi.minGroupSize() == null || closed.isEmpty()) {
            return Map.of();
        }
        Eras gone = gone(tx, definitions, known, asOf);
        Map<Period, List<Era>> otherwise = new HashMap<>();
        for (Period period : closed) {
            List<Era> showing = gone.showing(kpi.key(), period);
            if (!showing.isEmpty()) {
                otherwise.put(period, showing);
            }
        }
        if (otherwise.isEmpty()) {
            return Map.of();
        }
        Chains chains = new Chains(log.corrections(tx, kpi.key()));
        Map<Period, DisclosureHistory> past = new HashMap<>();
        otherwise.forEach((period, showing) -> {
            List<DisclosureHistory.Shown> shown = new ArrayList<>(showing.size());
            for (Era era : showing) {
                Definitions then = era.definitions();
                shown.add(
                        new DisclosureHistory.Shown(
                                Objects.requireNonNull(then.kpis().get(kpi.key())),
                                held(tx, chains, then, kpi, at, period, era.until())));
            }
            past.put(
                    period,
                    new DisclosureHistory(
                            shown, held(tx, chains, definitions, kpi, at, period, asOf)));
        });
        return past;
    }

    /** The eras up to the definitions; a command that is being decided ends one more. */
    private Eras gone(Tx tx, Definitions definitions, Instant known, @Nullable Instant asOf) {
        if (asOf != null) {
            return eras.upTo(tx, decisions.seqAt(tx, asOf));
        }
        long seq = decisions.seq(tx);
        Eras recorded = eras.upTo(tx, seq);
        // What is recorded already counts, though this instance's clock may be slow.
        return isSame(view.upTo(tx, seq), definitions)
                ? recorded
                : recorded.then(seq + 1, known.plus(1, ChronoUnit.DAYS), definitions);
    }

    @SuppressWarnings("ReferenceEquality") // only to save the comparison of what is one object
    private static boolean isSame(Definitions one, Definitions other) {
        return one == other;
    }

    /**
     * What the period held, in the organisation that was known then.
     *
     * @param asOf null for all that is recorded
     */
    private List<EffectiveMeasurement> held(
            Tx tx,
            Chains chains,
            Definitions definitions,
            Kpi kpi,
            Instant at,
            Period period,
            @Nullable Instant asOf) {
        Instant from = period.startInstant(kpi.timeZone());
        Instant to = period.endInstant(kpi.timeZone());
        List<StoredMeasurement> standing =
                asOf == null
                        ? log.ofKpi(tx, kpi.key(), from, to)
                        : log.ofKpi(tx, kpi.key(), from, to, asOf);
        List<EffectiveMeasurement> held = new ArrayList<>(standing.size());
        for (StoredMeasurement stored : standing) {
            EffectiveMeasurement.of(
                            chains.of(stored.place()),
                            definitions.organisation(),
                            kpi.timeZone(),
                            at,
                            Scope.parse(stored.scope()),
                            MeasurementMapper.labels(stored),
                            MeasurementMapper.timing(stored),
                            MeasurementMapper.content(stored),
                            MeasurementMapper.observed(stored))
                    .ifPresent(held::add);
        }
        return held;
    }

    /** Names a chain of corrections by its first link. */
    private record Chains(Map<EntryId, EntryId> corrections) {
        String of(EntryId link) {
            EntryId first = link;
            for (EntryId before = corrections.get(first);
                    before != null;
                    before = corrections.get(first)) {
                first = before;
            }
            return first.part() + "/" + first.seq();
        }
    }
}
