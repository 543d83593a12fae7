package io.effekt.kpi.application.read;

import io.effekt.database.Database;
import io.effekt.database.Tx;
import io.effekt.eventstore.postgres.LogPositions;
import io.effekt.eventstore.postgres.StandingMeasurements;
import io.effekt.kernel.Period;
import io.effekt.kernel.Position;
import io.effekt.kpi.application.DefinitionsView;
import io.effekt.kpi.application.asof.Moment;
import io.effekt.kpi.application.asof.TimeTravel;
import io.effekt.kpi.application.query.SeriesQuery;
import io.effekt.kpi.application.status.ClosedPeriods;
import io.effekt.kpi.application.status.EvaluationInputs;
import io.effekt.kpi.application.status.StoredRows;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.evaluation.KpiStatus;
import io.effekt.kpi.domain.measurement.RowKey;
import io.effekt.kpi.projection.BucketTable;
import io.effekt.kpi.projection.StatusTable;
import io.effekt.kpi.projection.StoredStatus;
import io.effekt.organization.CallerVisibility;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A KPI at a scope, period by period, without a gap. */
@ApplicationScoped
public class StatusSeries {
    private final Database database;
    private final CallerVisibility callerVisibility;
    private final StatusTable table;
    private final TimeTravel travel;
    private final BucketTable buckets;
    private final StandingMeasurements log;
    private final ClosedPeriods closed;
    private final LogPositions positions;
    private final DefinitionsView definitions;
    private final InstantSource clock;

    public StatusSeries(
            Database database,
            CallerVisibility callerVisibility,
            StatusTable table,
            TimeTravel travel,
            BucketTable buckets,
            StandingMeasurements log,
            ClosedPeriods closed,
            LogPositions positions,
            DefinitionsView definitions,
            InstantSource clock) {
        this.database = database;
        this.callerVisibility = callerVisibility;
        this.table = table;
        this.travel = travel;
        this.buckets = buckets;
        this.log = log;
        this.closed = closed;
        this.positions = positions;
        this.definitions = definitions;
        this.clock = clock;
    }

    /** One page; empty when the KPI was not defined at that moment. Blocks. */
    public Optional<StatusPage> page(SeriesQuery query) {
        return database.onOneSnapshot(
                tx -> query.travels() ? travelled(tx, query) : live(tx, query));
    }

    private Optional<StatusPage> travelled(Tx tx, SeriesQuery query) {
        Moment moment = travel.to(tx, query.at(), query.asOf());
        return Optional.ofNullable(moment.definitions().kpis().get(query.kpi()))
                .map(kpi -> {
                    Overriding overriding = new Overriding(moment.definitions(), moment.at());
                    return StatusPage.of(
                            overriding.periods(
                                    seen(tx, query, travel.series(tx, moment, kpi, query)),
                                    (key, scope) -> travel.headlinePeriod(tx, moment, key, scope)),
                            query.limit());
                });
    }

    private Optional<StatusPage> live(Tx tx, SeriesQuery query) {
        Position position = positions.now(tx);
        Definitions known = definitions.upTo(tx, position.decisions());
        return Optional.ofNullable(known.kpis().get(query.kpi()))
                .map(kpi -> {
                    Overriding overriding = new Overriding(known, clock.instant());
                    return StatusPage.of(
                            overriding.periods(
                                    seen(tx, query, rows(tx, query, known, kpi, position)),
                                    (key, scope) ->
                                            table.headlinePeriod(tx, key, RowKey.of(scope))
                                                    .orElse(null)),
                            query.limit());
                });
    }

    private List<StoredStatus> seen(Tx tx, SeriesQuery query, List<StoredStatus> rows) {
        List<StoredStatus> seen =
                rows.stream()
                        .filter(row ->
                                query.visibility()
                                        .sees(
                                                query.kpi(),
                                                query.place().scope(),
                                                row.valueStream()))
                        .toList();
        return callerVisibility.only(tx, query.visibility(), seen, StoredStatus::counted);
    }

    private List<StoredStatus> rows(
            Tx tx, SeriesQuery query, Definitions known, Kpi kpi, Position position) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<LocalDate> starts =
                query
                        .periods(
                                table.firstPeriod(tx, kpi.key(), query.place()),
                                Period.of(kpi.period(), now, kpi.timeZone()))
                        .stream()
                        .map(Period::start)
                        .toList();
        Map<LocalDate, StoredStatus> rows = table.series(tx, kpi.key(), query.place(), starts);
        List<LocalDate> silent = new ArrayList<>(starts);
        silent.removeAll(rows.keySet());
        if (!silent.isEmpty()) {
            EvaluationInputs evaluation =
                    new EvaluationInputs(
                            tx,
                            buckets,
                            log,
                            kpi,
                            known,
                            now,
                            table.firstReports(tx, kpi.key()),
                            closed);
            for (KpiStatus row : evaluation.rows(silent, query.place())) {
                rows.put(
                        Objects.requireNonNull(row.period()).start(),
                        new StoredStatus(
                                row,
                                StoredRows.streamOf(known, kpi, row, now),
                                now,
                                position.text()));
            }
        }
        return starts.stream().map(rows::get).filter(Objects::nonNull).toList();
    }
}
