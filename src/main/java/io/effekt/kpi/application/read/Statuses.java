package io.effekt.kpi.application.read;

import io.effekt.database.Database;
import io.effekt.database.Tx;
import io.effekt.eventstore.postgres.LogPositions;
import io.effekt.eventstore.postgres.StandingMeasurements;
import io.effekt.kernel.Period;
import io.effekt.kernel.Position;
import io.effekt.kernel.Scope;
import io.effekt.kpi.application.DefinitionsView;
import io.effekt.kpi.application.asof.Moment;
import io.effekt.kpi.application.asof.TimeTravel;
import io.effekt.kpi.application.query.StatusQuery;
import io.effekt.kpi.application.status.ClosedPeriods;
import io.effekt.kpi.application.status.EvaluationInputs;
import io.effekt.kpi.application.status.StoredRows;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.evaluation.KpiStatus;
import io.effekt.kpi.domain.evaluation.StatusEvaluator;
import io.effekt.kpi.domain.measurement.RowKey;
import io.effekt.kpi.projection.BucketTable;
import io.effekt.kpi.projection.StatusFilter;
import io.effekt.kpi.projection.StatusTable;
import io.effekt.kpi.projection.StoredStatus;
import io.effekt.organization.CallerVisibility;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Answers what the status is: now from what is ready to read, at other moments from the log. */
@ApplicationScoped
public class Statuses {
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

    public Statuses(
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

    /** One page. Blocks. */
    public StatusPage page(StatusQuery query) {
        if (query.travels()) {
            return database.onOneSnapshot(tx -> travelled(tx, query));
        }
        if (query.period() != null) {
            return database.onOneSnapshot(tx -> ofPeriod(tx, query));
        }
        Scope named = query.scope();
        return named == null
                ? callerVisibility.read(
                        tx -> headlines(query, table.page(tx, filter(query), query.limit() + 1)))
                : database.read(tx -> headlines(query, ofScope(tx, query, named)));
    }

    private StatusPage headlines(StatusQuery query, List<StoredStatus> rows) {
        Overriding overriding = new Overriding(definitions.current(), now());
        return StatusPage.of(overriding.headlines(rows), query.limit());
    }

    /** A scope that is named always gets its row, though nothing was ever said of it. */
    private List<StoredStatus> ofScope(Tx tx, StatusQuery query, Scope scope) {
        Position position = positions.now(tx);
        Definitions known = definitions.upTo(tx, position.decisions());
        Map<String, StoredStatus> said = new HashMap<>();
        RowKey place = new RowKey(scope, query.dimension());
        table.headlinesOf(tx, place).forEach(row -> said.put(row.status().kpi(), row));
        List<StoredStatus> rows = new ArrayList<>();
        for (Kpi kpi : asked(known, query)) {
            StoredStatus row = said.get(kpi.key());
            rows.add(
                    row != null
                            ? row
                            : stored(
                                    known,
                                    kpi,
                                    StatusEvaluator.neverReported(kpi, known, place, now()),
                                    position));
        }
        return callerVisibility.only(
                tx,
                query.visibility(),
                rows.stream().filter(query::wants).toList(),
                StoredStatus::counted);
    }

    private StatusPage ofPeriod(Tx tx, StatusQuery query) {
        Position position = positions.now(tx);
        Definitions known = definitions.upTo(tx, position.decisions());
        Period period = Objects.requireNonNull(query.period());
        List<StoredStatus> rows = new ArrayList<>();
        for (Kpi kpi : asked(known, query)) {
            if (kpi.period() == period.unit()) {
                rows.addAll(ofPeriod(tx, query, known, kpi, period, position));
                if (rows.size() > query.limit()) {
                    break;
                }
            }
        }
        Overriding overriding = new Overriding(known, now());
        return StatusPage.of(
                overriding.periods(
                        callerVisibility.only(tx, query.visibility(), rows, StoredStatus::counted),
                        (kpi, scope) ->
                                table.headlinePeriod(tx, kpi, RowKey.of(scope)).orElse(null)),
                query.limit());
    }

    private List<StoredStatus> ofPeriod(
            Tx tx,
            StatusQuery query,
            Definitions known,
            Kpi kpi,
            Period period,
            Position position) {
        Map<RowKey, StoredStatus> rows = new HashMap<>();
        table.history(tx, kpi.key(), Set.of(period.start()))
                .forEach((at, row) -> rows.put(at.place(), row));
        Set<RowKey> places = places(tx, query, kpi);
        Set<RowKey> silent = new TreeSet<>(places);
        silent.removeAll(rows.keySet());
        if (!silent.isEmpty()) {
            EvaluationInputs evaluation =
                    new EvaluationInputs(
                            tx,
                            buckets,
                            log,
                            kpi,
                            known,
                            now(),
                            table.firstReports(tx, kpi.key()),
                            closed);
            for (KpiStatus row : evaluation.rows(period.start(), silent)) {
                rows.put(row.place(), stored(known, kpi, row, position));
            }
        }
        return places.stream()
                .map(rows::get)
                .filter(Objects::nonNull)
                .filter(query::wants)
                .toList();
    }

    private Set<RowKey> places(Tx tx, StatusQuery query, Kpi kpi) {
        if (query.scope() != null) {
            return Set.of(new RowKey(query.scope(), query.dimension()));
        }
        Set<RowKey> places = new TreeSet<>(table.headlines(tx, kpi.key()).keySet());
        places.removeAll(table.unlisted(tx, kpi.key()));
        places.removeIf(place -> !Objects.equals(place.dimension(), query.dimension()));
        return places;
    }

    private StatusPage travelled(Tx tx, StatusQuery query) {
        Moment moment = travel.to(tx, query.at(), query.asOf());
        Period period = query.period();
        List<StoredStatus> rows = new ArrayList<>();
        for (Kpi kpi : asked(moment.definitions(), query)) {
            if (period == null || period.unit() == kpi.period()) {
                rows.addAll(travel.rows(tx, moment, kpi, query));
                if (rows.size() > query.limit()) {
                    break;
                }
            }
        }
        List<StoredStatus> seen =
                callerVisibility.only(tx, query.visibility(), rows, StoredStatus::counted);
        Overriding overriding = new Overriding(moment.definitions(), moment.at());
        return StatusPage.of(
                period == null
                        ? overriding.headlines(seen)
                        : overriding.periods(
                                seen,
                                (kpi, scope) -> travel.headlinePeriod(tx, moment, kpi, scope)),
                query.limit());
    }

    /** The KPIs that rows may be of, in order, from where the last page ended. */
    private static List<Kpi> asked(Definitions known, StatusQuery query) {
        return known.kpis().values().stream()
                .filter(k -> query.kpi() == null || query.kpi().equals(k.key()))
                .filter(k -> query.visibility().seesKpi(k.key()))
                .filter(k -> query.after() == null || k.key().compareTo(query.after().kpi()) >= 0)
                .sorted(Comparator.comparing(Kpi::key))
                .toList();
    }

    private static StatusFilter filter(StatusQuery query) {
        return new StatusFilter(
                query.kpi(),
                query.scope() == null ? null : query.scope().toString(),
                query.dimension(),
                query.level() == null ? null : query.level().word(),
                query.valueStream(),
                query.status() == null ? null : query.status().word(),
                query.after() == null ? null : query.after().kpi(),
                query.after() == null ? null : query.after().scope(),
                query.visibility().limits());
    }

    private StoredStatus stored(Definitions known, Kpi kpi, KpiStatus row, Position position) {
        return new StoredStatus(
                row, StoredRows.streamOf(known, kpi, row, now()), now(), position.text());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
