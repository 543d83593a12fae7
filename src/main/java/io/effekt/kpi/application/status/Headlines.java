package io.effekt.kpi.application.status;

import io.effekt.database.Tx;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.kpi.domain.evaluation.Headline;
import io.effekt.kpi.domain.evaluation.KpiStatus;
import io.effekt.kpi.domain.evaluation.StatusEvaluator;
import io.effekt.kpi.domain.evaluation.TurnReason;
import io.effekt.kpi.domain.measurement.RowKey;
import io.effekt.kpi.projection.StatusChanges;
import io.effekt.kpi.projection.StatusChanges.Change;
import io.effekt.kpi.projection.StatusTable;
import io.effekt.kpi.projection.StoredStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The headlines of one KPI in one evaluation: which rows stand for their scopes now. */
final class Headlines {
    private final Tx tx;
    private final Kpi kpi;
    private final Definitions known;
    private final Instant at;
    private final String position;
    private final KnownPlaces places;
    private final StatusTable statuses;
    private final StatusChanges changes;

    Headlines(
            Tx tx,
            Kpi kpi,
            Definitions known,
            Instant at,
            String position,
            KnownPlaces places,
            StatusTable statuses,
            StatusChanges changes) {
        this.tx = tx;
        this.kpi = kpi;
        this.known = known;
        this.at = at;
        this.position = position;
        this.places = places;
        this.statuses = statuses;
        this.changes = changes;
    }

    /**
     * Writes what is other than before, and tells the turns.
     *
     * @param touched places with a period that is other than before
     * @param whole whether everything may be
     */
    void write(Set<RowKey> touched, boolean whole) {
        Map<RowKey, StoredStatus> before = statuses.headlines(tx, kpi.key());
        Set<RowKey> unlisted = statuses.unlisted(tx, kpi.key());
        Set<RowKey> candidates = candidates(touched, before, whole);
        Map<RowKey, List<StoredStatus>> latest =
                statuses.latest(tx, kpi.key(), candidates, pendingAtMost());
        List<StoredStatus> changed = new ArrayList<>();
        List<StoredStatus> gone = new ArrayList<>();
        List<Change> turns = new ArrayList<>();
        for (RowKey place : candidates) {
            StoredStatus now = stored(headline(place, latest.getOrDefault(place, List.of())));
            StoredStatus was = before.get(place);
            boolean listed = latest.containsKey(place) || hasTarget(place);
            boolean same = was != null && was.saysTheSame(now);
            places.isKnown(place);
            if (!same || listed == unlisted.contains(place)) {
                (listed ? changed : gone).add(now);
            }
            // Who listens for changes hears of scopes, not of every value of a dimension.
            if (place.dimension() == null && !same) {
                KpiStatus status = was == null ? null : was.status();
                turns.add(
                        new Change(
                                status == null ? null : status.status(),
                                now,
                                TurnReason.of(status, now.status())));
            }
        }
        statuses.putHeadlines(tx, changed, true);
        statuses.putHeadlines(tx, gone, false);
        changes.add(tx, turns);
    }

    /** Places whose headline may be another one. */
    private Set<RowKey> candidates(
            Set<RowKey> touched, Map<RowKey, StoredStatus> before, boolean whole) {
        Set<RowKey> candidates = new TreeSet<>(touched);
        before.forEach((place, row) -> {
            Instant due = row.status().changesAt();
            if (whole || (due != null && !due.isAfter(at))) {
                candidates.add(place);
            }
        });
        if (whole) {
            candidates.addAll(places.all());
            scopesWithTarget().forEach(scope -> candidates.add(RowKey.of(scope)));
        }
        return candidates;
    }

    private KpiStatus headline(RowKey place, List<StoredStatus> rows) {
        return Headline.of(
                kpi,
                rows.stream().map(StoredStatus::status).toList(),
                StatusEvaluator.neverReported(kpi, known, place, at),
                at);
    }

    /** So many periods may be pending at once, and one more that is not. */
    private int pendingAtMost() {
        long days = Period.of(kpi.period(), LocalDate.EPOCH).days();
        return (int) (kpi.graceDays() / days) + 4;
    }

    /** A target of its own keeps a row without data. */
    private boolean hasTarget(RowKey place) {
        return place.dimension() == null
                && known.targets().containsKey(new KpiScope(kpi.key(), place.scope()));
    }

    private Set<Scope> scopesWithTarget() {
        Set<Scope> scopes = new HashSet<>();
        for (Map.Entry<KpiScope, ?> target : known.targets().entrySet()) {
            if (target.getKey().kpi().equals(kpi.key())) {
                scopes.add(target.getKey().scope());
            }
        }
        return scopes;
    }

    private StoredStatus stored(KpiStatus row) {
        return StoredRows.of(known, kpi, row, at, position);
    }
}
