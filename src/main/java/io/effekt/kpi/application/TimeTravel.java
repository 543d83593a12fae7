package io.effekt.kpi.application;

import io.effekt.database.Tx;
import io.effekt.eventstore.StoredMeasurement;
import io.effekt.eventstore.postgres.LogPositions;
import io.effekt.eventstore.postgres.StandingMeasurements;
import io.effekt.kernel.Period;
import io.effekt.kernel.Position;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.Definitions;
import io.effekt.kpi.domain.Definitions.KpiScope;
import io.effekt.kpi.domain.Headline;
import io.effekt.kpi.domain.Journal;
import io.effekt.kpi.domain.Kpi;
import io.effekt.kpi.domain.KpiStatus;
import io.effekt.kpi.domain.Leaf;
import io.effekt.kpi.domain.PeriodInputs;
import io.effekt.kpi.domain.Place;
import io.effekt.kpi.domain.Status;
import io.effekt.kpi.domain.StatusEvaluator;
import io.effekt.kpi.projection.StoredStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Answers for another moment than now, from the log: the same evaluator over the same measurements,
 * seen at {@code at}, as they were recorded by {@code asOf}.
 */
@ApplicationScoped
public class TimeTravel {
    private final StandingMeasurements log;
    private final ClosedPeriods closed;
    private final LogPositions positions;
    private final DefinitionsView definitions;
    private final InstantSource clock;

    public TimeTravel(
            StandingMeasurements log,
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

    /** A moment with all that was known by then. */
    public record Moment(Definitions definitions, Position position, Instant at, Instant asOf) {}

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
     * Rows of a KPI at the moment: of one period, or the headlines; in order of their scope; of
     * everything, or of one value of a dimension.
     */
    public List<StoredStatus> rows(
            Tx tx,
            Moment moment,
            Kpi kpi,
            @Nullable Period period,
            @Nullable Scope named,
            @Nullable String dimension) {
        Journal journal = journal(tx, moment, kpi);
        Set<Place> places =
                named == null
                        ? places(moment, kpi, journal, dimension)
                        : Set.of(new Place(named, dimension));
        List<StoredStatus> rows = new ArrayList<>(places.size());
        if (period != null) {
            StatusEvaluator evaluator = new StatusEvaluator(journal.inputs(period));
            for (Place place : places) {
                rows.add(stored(moment, kpi, evaluator.status(place)));
            }
        } else {
            headlines(moment, kpi, journal, places)
                    .forEach(row -> rows.add(stored(moment, kpi, row)));
        }
        return rows;
    }

    /** The period of the headline at the moment; null for none. */
    @Nullable Period headlinePeriod(Tx tx, Moment moment, String key, Scope scope) {
        Kpi kpi = moment.definitions().kpis().get(key);
        return kpi == null
                ? null
                : rows(tx, moment, kpi, null, scope, null).getFirst().status().period();
    }

    /**
     * What an explanation starts from.
     *
     * @param inputs those of the period asked for, or of the headline's; null for what never had
     *     data
     * @param headline the period of the headline; null for none
     */
    record Seen(@Nullable PeriodInputs inputs, @Nullable Period headline) {}

    Seen seen(Tx tx, Moment moment, Kpi kpi, Place place, @Nullable Period period) {
        Journal journal = journal(tx, moment, kpi);
        Period headline = headlines(moment, kpi, journal, Set.of(place)).getFirst().period();
        Period wanted = period == null ? headline : period;
        return new Seen(wanted == null ? null : journal.inputs(wanted), headline);
    }

    /** Rows of a KPI and scope at the moment, period by period. */
    public List<StoredStatus> series(Tx tx, Moment moment, Kpi kpi, SeriesQuery query) {
        Journal journal = journal(tx, moment, kpi);
        LocalDate first = query.from() == null ? firstWithData(journal, query.place()) : null;
        List<StoredStatus> rows = new ArrayList<>();
        for (Period period :
                query.periods(first, Period.of(kpi.period(), moment.at(), kpi.timeZone()))) {
            StatusEvaluator evaluator = new StatusEvaluator(journal.inputs(period));
            rows.add(stored(moment, kpi, evaluator.status(query.place())));
        }
        return rows;
    }

    private static @Nullable LocalDate firstWithData(Journal journal, Place place) {
        for (Period period : journal.periods()) {
            if (new StatusEvaluator(journal.inputs(period)).status(place).hasData()) {
                return period.start();
            }
        }
        return null;
    }

    private Journal journal(Tx tx, Moment moment, Kpi kpi) {
        Journal journal = new Journal(moment.definitions(), kpi, moment.at(), moment.asOf());
        Instant end =
                Period.of(kpi.period(), moment.at(), kpi.timeZone())
                        .next()
                        .endInstant(kpi.timeZone());
        for (StoredMeasurement stored :
                log.ofKpi(tx, kpi.key(), Instant.EPOCH, end, moment.asOf())) {
            journal.add(
                    Scope.parse(stored.scope()),
                    Stored.labels(stored),
                    Stored.timing(stored),
                    Stored.content(stored),
                    Stored.observed(stored));
        }
        closed.past(
                        tx,
                        moment.definitions(),
                        kpi,
                        moment.at(),
                        moment.asOf(),
                        moment.asOf(),
                        Set.copyOf(journal.periods()))
                .forEach(journal::shownBefore);
        return journal;
    }

    /**
     * Every scope at or below which the KPI has been reported, or which has its own target; with a
     * dimension only those where its value has been reported.
     */
    private static Set<Place> places(
            Moment moment, Kpi kpi, Journal journal, @Nullable String dimension) {
        Set<Place> places = new TreeSet<>();
        for (Period period : journal.periods()) {
            for (Leaf leaf : journal.leaves(period)) {
                if (dimension == null || leaf.labels().contains(dimension)) {
                    places.add(new Place(leaf.measuredAt(), dimension));
                    places.add(new Place(Scope.ORG, dimension));
                    if (leaf.stream() != null) {
                        places.add(new Place(new Scope.Stream(leaf.stream()), dimension));
                    }
                }
            }
        }
        if (dimension == null) {
            for (KpiScope target : moment.definitions().targets().keySet()) {
                if (target.kpi().equals(kpi.key())) {
                    places.add(Place.of(target.scope()));
                }
            }
        }
        return places;
    }

    /** Goes back period by period until each place has a row that is not pending. */
    private static List<KpiStatus> headlines(
            Moment moment, Kpi kpi, Journal journal, Set<Place> places) {
        Map<Place, List<KpiStatus>> rows = new HashMap<>();
        Set<Place> open = new TreeSet<>(places);
        for (Period period : journal.periods().descendingSet()) {
            if (open.isEmpty()) {
                break;
            }
            StatusEvaluator evaluator = new StatusEvaluator(journal.inputs(period));
            for (Place place : List.copyOf(open)) {
                KpiStatus row = evaluator.status(place);
                if (row.hasData()) {
                    rows.computeIfAbsent(place, any -> new ArrayList<>()).add(row);
                    if (row.status() != Status.PENDING
                            && !period.startInstant(kpi.timeZone()).isAfter(moment.at())) {
                        open.remove(place);
                    }
                }
            }
        }
        return places.stream()
                .map(place ->
                        Headline.of(
                                kpi,
                                rows.getOrDefault(place, List.of()),
                                StatusEvaluator.neverReported(
                                        kpi, moment.definitions(), place, moment.at()),
                                moment.at()))
                .toList();
    }

    private static StoredStatus stored(Moment moment, Kpi kpi, KpiStatus row) {
        return new StoredStatus(
                row,
                KpiEvaluation.streamOf(moment.definitions(), kpi, row, moment.at()),
                moment.at(),
                moment.position().text());
    }
}
