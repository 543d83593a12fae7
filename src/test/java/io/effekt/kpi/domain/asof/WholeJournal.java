package io.effekt.kpi.domain.asof;

import io.effekt.kernel.Period;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.kpi.domain.definition.Status;
import io.effekt.kpi.domain.evaluation.Explainer;
import io.effekt.kpi.domain.evaluation.Explanation;
import io.effekt.kpi.domain.evaluation.Headline;
import io.effekt.kpi.domain.evaluation.Journal;
import io.effekt.kpi.domain.evaluation.KpiStatus;
import io.effekt.kpi.domain.evaluation.StatusEvaluator;
import io.effekt.kpi.domain.measurement.RowKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Answers about the past by the plain way: all that was ever measured in one journal. */
public final class WholeJournal {
    private final Definitions definitions;
    private final Kpi kpi;
    private final Instant at;
    private final Journal journal;

    public WholeJournal(Definitions definitions, Kpi kpi, Instant at, Journal journal) {
        this.definitions = definitions;
        this.kpi = kpi;
        this.at = at;
        this.journal = journal;
    }

    /** Every scope at or beneath which the KPI counts, or that has its own target; in order. */
    public List<RowKey> places(@Nullable String dimension) {
        TreeSet<RowKey> places = new TreeSet<>(journal.places(dimension));
        if (dimension == null) {
            for (KpiScope target : definitions.targets().keySet()) {
                if (target.kpi().equals(kpi.key())) {
                    places.add(RowKey.of(target.scope()));
                }
            }
        }
        return List.copyOf(places);
    }

    public KpiStatus row(@Nullable Period period, RowKey place) {
        return period == null
                ? headline(place)
                : new StatusEvaluator(journal.inputs(period)).status(place);
    }

    private KpiStatus headline(RowKey place) {
        List<KpiStatus> rows = new ArrayList<>();
        for (Period period : journal.periods().descendingSet()) {
            KpiStatus row = new StatusEvaluator(journal.inputs(period)).status(place);
            if (row.hasData()) {
                rows.add(row);
                if (row.status() != Status.PENDING
                        && !period.startInstant(kpi.timeZone()).isAfter(at)) {
                    break;
                }
            }
        }
        return Headline.of(
                kpi, rows, StatusEvaluator.neverReported(kpi, definitions, place, at), at);
    }

    public @Nullable LocalDate firstWithData(RowKey place) {
        for (Period period : journal.periods()) {
            if (new StatusEvaluator(journal.inputs(period)).status(place).hasData()) {
                return period.start();
            }
        }
        return null;
    }

    Explanation explanation(Period period, RowKey place) {
        return new Explainer(journal.inputs(period), place).explain(false);
    }

    /** The row without what the clock will do to it, which no answer about the past tells. */
    public static KpiStatus said(KpiStatus row) {
        return row.with(row.status(), null);
    }
}
