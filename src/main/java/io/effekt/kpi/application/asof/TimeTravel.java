package io.effekt.kpi.application.asof;

import io.effekt.database.Tx;
import io.effekt.eventstore.measurement.ImportUnderWay;
import io.effekt.eventstore.postgres.LogPositions;
import io.effekt.eventstore.postgres.PastMeasurements;
import io.effekt.kernel.Period;
import io.effekt.kernel.Position;
import io.effekt.kernel.Scope;
import io.effekt.kpi.application.DefinitionsView;
import io.effekt.kpi.application.query.SeriesQuery;
import io.effekt.kpi.application.query.StatusQuery;
import io.effekt.kpi.application.status.ClosedPeriods;
import io.effekt.kpi.application.status.StoredRows;
import io.effekt.kpi.domain.asof.KpiAsOf;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.evaluation.KpiStatus;
import io.effekt.kpi.domain.evaluation.PeriodInputs;
import io.effekt.kpi.domain.measurement.RowKey;
import io.effekt.kpi.projection.StoredStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers for another moment than now, from the log: the same evaluator over the same measurements,
 * seen at {@code at}, as they were recorded by {@code asOf}.
 */
@ApplicationScoped
public class TimeTravel {
    private final PastMeasurements log;
    private final ClosedPeriods closed;
    private final LogPositions positions;
    private final DefinitionsView definitions;
    private final InstantSource clock;

    public TimeTravel(
            PastMeasurements log,
            ClosedPeriods closed,
            LogPositions positions,
            DefinitionsView definitions,
            InstantSource clock) {
        this.log = log;
        this.closed = closed;
        this.positions = positions;
        this.definitions = definitions;
        this.clock = clock;
    }

    /** Goes to a moment. */
    public Moment to(Tx tx, @Nullable Instant at, @Nullable Instant asOf) {
        Instant now = clock.instant();
        Instant known = asOf == null || asOf.isAfter(now) ? now : asOf;
        Position position = asOf == null ? positions.now(tx) : positions.asOf(tx, asOf, now);
        return new Moment(
                definitions.upTo(tx, position.decisions()),
                position,
                at == null ? known : at,
                known);
    }

    /**
     * Rows of a KPI that a question asks for, of one period or the headlines, in order of their
     * scope: those of the page, and one more where there are more.
     */
    public List<StoredStatus> rows(Tx tx, Moment moment, Kpi kpi, StatusQuery query) {
        Scope named = query.scope();
        KpiAsOf past = past(tx, moment, kpi, named == null ? null : Set.of(named));
        if (named != null) {
            RowKey place = new RowKey(named, query.dimension());
            return stored(moment, kpi, past.rows(query.period(), List.of(place)))
                    .filter(query::wants)
                    .toList();
        }
        List<RowKey> candidates =
                past.candidates(query.dimension(), scope -> query.mayWant(kpi.key(), scope));
        List<StoredStatus> rows = new ArrayList<>();
        int size = Math.min(query.limit(), candidates.size()) + 1;
        for (int from = 0; from < candidates.size() && rows.size() <= query.limit(); ) {
            int to = Math.min(from + size, candidates.size());
            stored(moment, kpi, past.reported(query.period(), candidates.subList(from, to)))
                    .filter(query::wants)
                    .forEach(rows::add);
            from = to;
            // Where few rows are wanted, the search goes on in greater steps.
            size = Math.min(2 * size, candidates.size());
        }
        return rows;
    }

    /** The period of the headline at the moment; null for none. */
    public @Nullable Period headlinePeriod(Tx tx, Moment moment, String key, Scope scope) {
        Kpi kpi = moment.definitions().kpis().get(key);
        return kpi == null
                ? null
                : past(tx, moment, kpi, Set.of(scope))
                        .rows(null, List.of(RowKey.of(scope)))
                        .getFirst()
                        .period();
    }

    /**
     * What an explanation starts from.
     *
     * @param inputs those of the period asked for, or of the headline's; null for what never had
     *     data
     * @param headline the period of the headline; null for none
     */
    public record Seen(@Nullable PeriodInputs inputs, @Nullable Period headline) {}

    public Seen seen(Tx tx, Moment moment, Kpi kpi, RowKey place, @Nullable Period period) {
        KpiAsOf past = past(tx, moment, kpi, Set.of(place.scope()));
        Period headline = past.rows(null, List.of(place)).getFirst().period();
        Period wanted = period == null ? headline : period;
        return new Seen(wanted == null ? null : past.inputs(wanted, place), headline);
    }

    /** Rows of a KPI and scope at the moment, period by period. */
    public List<StoredStatus> series(Tx tx, Moment moment, Kpi kpi, SeriesQuery query) {
        KpiAsOf past = past(tx, moment, kpi, Set.of(query.place().scope()));
        LocalDate first =
                query.from() == null && query.after() == null
                        ? past.firstWithData(query.place())
                        : null;
        List<Period> periods =
                query.periods(first, Period.of(kpi.period(), moment.at(), kpi.timeZone()));
        return stored(moment, kpi, past.series(periods, query.place())).toList();
    }

    private KpiAsOf past(Tx tx, Moment asked, Kpi kpi, @Nullable Set<Scope> scopes) {
        Moment moment = kpi.minGroupSize() == null ? asked : beforeImports(tx, asked, kpi);
        return new KpiAsOf(
                moment.definitions(),
                moment.definitions().kpis().getOrDefault(kpi.key(), kpi),
                moment.at(),
                moment.asOf(),
                new HistoryInLog(tx, log, closed, moment, kpi),
                scopes);
    }

    /**
     * The moment, or the last one before the imports that were under way then. The measurements of
     * one call are recorded one by one; a reader between two of them would see single answers.
     */
    private Moment beforeImports(Tx tx, Moment asked, Kpi kpi) {
        Instant known =
                ImportUnderWay.before(asked.asOf(), log.imports(tx, kpi.key(), asked.asOf()));
        if (known.equals(asked.asOf())) {
            return asked;
        }
        Position position = positions.asOf(tx, known, clock.instant());
        return new Moment(definitions.upTo(tx, position.decisions()), position, asked.at(), known);
    }

    private static Stream<StoredStatus> stored(Moment moment, Kpi kpi, List<KpiStatus> rows) {
        return rows.stream()
                .map(row ->
                        new StoredStatus(
                                row,
                                StoredRows.streamOf(moment.definitions(), kpi, row, moment.at()),
                                moment.at(),
                                moment.position().text()));
    }
}
