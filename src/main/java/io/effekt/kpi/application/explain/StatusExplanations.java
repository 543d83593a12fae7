package io.effekt.kpi.application.explain;

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
import io.effekt.kpi.application.query.ExplainQuery;
import io.effekt.kpi.application.read.Overriding;
import io.effekt.kpi.application.status.ClosedPeriods;
import io.effekt.kpi.application.status.EvaluationInputs;
import io.effekt.kpi.application.status.StoredRows;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.kpi.domain.evaluation.Explainer;
import io.effekt.kpi.domain.evaluation.Explanation;
import io.effekt.kpi.domain.evaluation.KpiStatus;
import io.effekt.kpi.domain.evaluation.PeriodInputs;
import io.effekt.kpi.domain.evaluation.StatusEvaluator;
import io.effekt.kpi.projection.BucketTable;
import io.effekt.kpi.projection.StatusTable;
import io.effekt.kpi.projection.StoredStatus;
import io.effekt.organization.CallerVisibility;
import io.effekt.organization.Visibility;
import io.effekt.resource.store.RecordedVersions;
import io.effekt.resource.store.ResourceVersion;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says why a status is what it is, with the inputs that it was made of. */
@ApplicationScoped
public class StatusExplanations {
    private final Database database;
    private final CallerVisibility callerVisibility;
    private final StatusTable table;
    private final TimeTravel travel;
    private final BucketTable buckets;
    private final StandingMeasurements log;
    private final ClosedPeriods closed;
    private final LogPositions positions;
    private final DefinitionsView definitions;
    private final RecordedVersions versions;
    private final InstantSource clock;

    public StatusExplanations(
            Database database,
            CallerVisibility callerVisibility,
            StatusTable table,
            TimeTravel travel,
            BucketTable buckets,
            StandingMeasurements log,
            ClosedPeriods closed,
            LogPositions positions,
            DefinitionsView definitions,
            RecordedVersions versions,
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
        this.versions = versions;
        this.clock = clock;
    }

    /** Empty when the KPI was not defined at that moment. Blocks. */
    public Optional<Explained> explain(ExplainQuery query) {
        return database.onOneSnapshot(tx -> {
            Seen seen = query.travels() ? travelled(tx, query) : live(tx, query);
            return Optional.ofNullable(seen)
                    .map(found -> found.explained(tx, query))
                    .filter(explained -> isSeen(tx, explained));
        });
    }

    private boolean isSeen(Tx tx, Explained explained) {
        Visibility visibility = callerVisibility.now();
        StoredStatus row = explained.shown().stored();
        return visibility.sees(row.status().kpi(), row.status().scope(), row.valueStream())
                && !callerVisibility
                        .only(tx, visibility, List.of(row), StoredStatus::counted)
                        .isEmpty();
    }

    private @Nullable Seen travelled(Tx tx, ExplainQuery query) {
        Moment moment = travel.to(tx, query.at(), query.asOf());
        Kpi kpi = moment.definitions().kpis().get(query.kpi());
        if (kpi == null) {
            return null;
        }
        TimeTravel.Seen seen = travel.seen(tx, moment, kpi, query.place(), query.period());
        return new Seen(
                kpi,
                moment.definitions(),
                moment.position(),
                moment.at(),
                seen.inputs(),
                seen.headline());
    }

    private @Nullable Seen live(Tx tx, ExplainQuery query) {
        Position position = positions.now(tx);
        Definitions known = definitions.upTo(tx, position.decisions());
        Kpi kpi = known.kpis().get(query.kpi());
        if (kpi == null) {
            return null;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Period headline = table.headlinePeriod(tx, kpi.key(), query.place()).orElse(null);
        Period period = query.period() == null ? headline : query.period();
        PeriodInputs inputs =
                period == null
                        ? null
                        : new EvaluationInputs(
                                        tx,
                                        buckets,
                                        log,
                                        kpi,
                                        known,
                                        now,
                                        table.firstReports(tx, kpi.key()),
                                        closed)
                                .inputsOf(period.start());
        return new Seen(kpi, known, position, now, inputs, headline);
    }

    /** The ground of an explanation; inputs are null for what never had data. */
    private final class Seen {
        private final Kpi kpi;
        private final Definitions known;
        private final Position position;
        private final Instant at;
        private final @Nullable PeriodInputs inputs;
        private final @Nullable Period headline;

        Seen(
                Kpi kpi,
                Definitions known,
                Position position,
                Instant at,
                @Nullable PeriodInputs inputs,
                @Nullable Period headline) {
            this.kpi = kpi;
            this.known = known;
            this.position = position;
            this.at = at;
            this.inputs = inputs;
            this.headline = headline;
        }

        Explained explained(Tx tx, ExplainQuery query) {
            Explanation explanation = explanation(query);
            KpiStatus row = explanation.row();
            StoredStatus stored =
                    new StoredStatus(
                            row, StoredRows.streamOf(known, kpi, row, at), at, position.text());
            Scope scope = query.place().scope();
            KpiScope place = new KpiScope(kpi.key(), scope);
            Scope targetFrom = explanation.target() == null ? null : explanation.target().from();
            return new Explained(
                    new Overriding(known, at)
                            .periods(List.of(stored), (key, at) -> headline)
                            .getFirst(),
                    kpi,
                    known,
                    explanation,
                    version(tx, kpi.subject()),
                    targetFrom == null
                            ? null
                            : version(tx, new KpiScope(kpi.key(), targetFrom).targetsSubject()),
                    explanation.baseline() == null ? null : version(tx, place.baselineSubject()));
        }

        private Explanation explanation(ExplainQuery query) {
            if (inputs != null) {
                return new Explainer(inputs, query.place()).explain(query.period() == null);
            }
            LocalDate today = LocalDate.ofInstant(at, kpi.timeZone());
            return Explainer.neverReported(
                    StatusEvaluator.neverReported(kpi, known, query.place(), at),
                    known,
                    kpi,
                    Period.of(kpi.period(), today).lastDay());
        }

        private @Nullable ResourceVersion version(Tx tx, String subject) {
            return versions.find(tx, subject, known.version(subject)).orElse(null);
        }
    }
}
