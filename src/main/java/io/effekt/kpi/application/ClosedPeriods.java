package io.effekt.kpi.application;

import io.effekt.database.Tx;
import io.effekt.eventstore.StoredMeasurement;
import io.effekt.eventstore.postgres.StandingMeasurements;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.Definitions;
import io.effekt.kpi.domain.Journal;
import io.effekt.kpi.domain.Kpi;
import io.effekt.kpi.domain.Leaf;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What closed periods of a KPI with a smallest group held each time before their content changed:
 * whoever read a row then and reads it now knows the difference.
 */
@ApplicationScoped
public class ClosedPeriods {
    private final StandingMeasurements log;

    public ClosedPeriods(StandingMeasurements log) {
        this.log = log;
    }

    /**
     * The leaves of each of these periods before every release that the definitions know; oldest
     * first. Periods without a release are left out, and cost nothing.
     *
     * @param at the moment that the question is about
     * @param known when all was recorded that counts
     */
    Map<Period, List<List<Leaf>>> before(
            Tx tx,
            Definitions definitions,
            Kpi kpi,
            Instant at,
            Instant known,
            Collection<Period> periods) {
        Map<Period, List<List<Leaf>>> before = new HashMap<>();
        if (kpi.minGroupSize() == null) {
            return before;
        }
        for (Definitions.Release release : definitions.releases(kpi.key())) {
            if (periods.contains(release.period()) && !release.at().isAfter(known)) {
                before.computeIfAbsent(release.period(), any -> new ArrayList<>())
                        .add(leaves(tx, definitions, kpi, at, release));
            }
        }
        return before;
    }

    private List<Leaf> leaves(
            Tx tx, Definitions definitions, Kpi kpi, Instant at, Definitions.Release release) {
        Journal journal = new Journal(definitions, kpi, at);
        for (StoredMeasurement stored :
                log.ofKpi(
                        tx,
                        kpi.key(),
                        release.period().startInstant(kpi.timeZone()),
                        release.period().endInstant(kpi.timeZone()),
                        release.at().minus(1, ChronoUnit.MICROS))) {
            journal.add(
                    Scope.parse(stored.scope()),
                    Stored.labels(stored),
                    Stored.timing(stored),
                    Stored.content(stored),
                    Stored.observed(stored));
        }
        return journal.leaves(release.period());
    }
}
