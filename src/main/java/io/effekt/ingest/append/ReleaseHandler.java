package io.effekt.ingest.append;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.database.Tx;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.NewDecision;
import io.effekt.eventstore.StoredDecision;
import io.effekt.eventstore.decision.Command;
import io.effekt.eventstore.decision.CommandHandler;
import io.effekt.eventstore.decision.Proposal;
import io.effekt.eventstore.measurement.HeldMeasurement;
import io.effekt.eventstore.postgres.HeldAndRejected;
import io.effekt.eventstore.postgres.MeasurementLog;
import io.effekt.eventstore.postgres.MeasurementPages;
import io.effekt.eventstore.postgres.StandingMeasurements;
import io.effekt.ingest.door.ReleaseForm;
import io.effekt.ingest.record.Receipts;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.json.RefusalJson;
import io.effekt.kernel.Period;
import io.effekt.kernel.Refusal;
import io.effekt.kpi.application.DefinitionsView;
import io.effekt.kpi.application.status.MeasurementMapper;
import io.effekt.kpi.domain.definition.DefinitionEvent.HeldReleased;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.resource.ResourceChanges;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Decides a release: everything that came late for one closed period of a KPI at a scope is
 * appended together, in the transaction of the decision, or nothing is.
 */
@ApplicationScoped
public class ReleaseHandler implements CommandHandler {
    private final BatchAppender appender;
    private final BatchProcessor intake;
    private final MeasurementLog log;
    private final MeasurementPages pages;
    private final StandingMeasurements standing;
    private final HeldAndRejected setAside;
    private final DefinitionsView definitions;
    private final ResourceChanges changes;
    private final InstantSource clock;

    public ReleaseHandler(
            BatchAppender appender,
            BatchProcessor intake,
            MeasurementLog log,
            MeasurementPages pages,
            StandingMeasurements standing,
            HeldAndRejected setAside,
            DefinitionsView definitions,
            ResourceChanges changes,
            InstantSource clock) {
        this.appender = appender;
        this.intake = intake;
        this.log = log;
        this.pages = pages;
        this.standing = standing;
        this.setAside = setAside;
        this.definitions = definitions;
        this.changes = changes;
        this.clock = clock;
    }

    @Override
    public Set<String> names() {
        return Set.of(ReleaseForm.COMMAND);
    }

    @Override
    public Proposal decide(Tx tx, LogHead head, Command command) throws InvalidCommand {
        ReleaseForm asked =
                switch (ReleaseForm.read(Form.of(command.data()))) {
                    case Form.Read.Wrong<ReleaseForm>(List<Refusal> refusals) ->
                            throw new InvalidCommand(refusals);
                    case Form.Read.Fine<ReleaseForm>(ReleaseForm form) -> form;
                };
        Definitions known = definitions.upTo(tx, head.seq());
        Kpi kpi = known.kpis().get(asked.kpi());
        Map<LogHead, List<HeldMeasurement>> held = kpi == null ? Map.of() : locked(tx, asked);
        if (kpi == null || held.isEmpty()) {
            return kpi != null && asked.period().unit() != kpi.period()
                    ? refused(422, otherLength(asked, kpi))
                    : refused(404, nothingHeld(asked));
        }
        Instant now = after(head, held.keySet());
        Map<LogHead, List<AppendDecision>> verdicts = new TreeMap<>(BY_PART);
        Released released =
                new Released(
                        kpi,
                        now,
                        place -> Released.content(Objects.requireNonNull(pages.at(tx, place))));
        held.forEach((part, some) -> {
            List<AppendDecision> decided = appender.released(tx, part, known, now, some);
            verdicts.put(part, decided);
            released.add(part.part(), part.seq(), decided);
        });
        var refusal = released.check(period -> standing(tx, kpi, asked, period));
        if (refusal.isPresent()) {
            return refused(422, refusal.get());
        }
        List<HeldReleased> events = new ArrayList<>();
        for (Period period : released.closed()) {
            events.add(
                    new HeldReleased(
                            new KpiScope(kpi.key(), asked.scope()),
                            period,
                            now,
                            released.counted()));
        }
        Proposal.Answer answer = answer(asked, verdicts.values());
        Proposal decision = changes.propose(tx, head, command, events, () -> answer);
        return new Release(tx, known, now, held, verdicts, decision);
    }

    private static final java.util.Comparator<LogHead> BY_PART =
            java.util.Comparator.comparingInt(LogHead::part);

    /** What is to be released, by the locked heads of its partitions. */
    private Map<LogHead, List<HeldMeasurement>> locked(Tx tx, ReleaseForm asked) {
        String scope = asked.scope().toString();
        List<LogHead> heads = new ArrayList<>();
        HeldTogether.of(setAside.late(tx, asked.kpi(), scope), asked.period()).stream()
                .map(HeldMeasurement::part)
                .distinct()
                .sorted()
                .forEach(part -> heads.add(log.lock(tx, part)));
        // Read again: until the locks were held, more may have come, and some may have gone.
        List<HeldMeasurement> late =
                HeldTogether.of(setAside.late(tx, asked.kpi(), scope), asked.period());
        Map<LogHead, List<HeldMeasurement>> held = new TreeMap<>(BY_PART);
        for (LogHead head : heads) {
            List<HeldMeasurement> some =
                    late.stream().filter(h -> h.part() == head.part()).toList();
            if (!some.isEmpty()) {
                held.put(head, some);
            }
        }
        return held;
    }

    /** A time after everything that is in those logs already, and before all that will be. */
    private Instant after(LogHead decisions, Collection<LogHead> heads) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant latest = decisions.recordedAt();
        for (LogHead head : heads) {
            latest = later(latest, head.recordedAt());
        }
        return later(now, latest.plus(1, ChronoUnit.MICROS));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }

    private Collection<Content> standing(Tx tx, Kpi kpi, ReleaseForm asked, Period period) {
        return standing
                .ofKpi(
                        tx,
                        kpi.key(),
                        period.startInstant(kpi.timeZone()),
                        period.endInstant(kpi.timeZone()))
                .stream()
                .filter(stored -> stored.scope().equals(asked.scope().toString()))
                .map(MeasurementMapper::content)
                .toList();
    }

    private static Proposal.Answer answer(
            ReleaseForm asked, Collection<List<AppendDecision>> verdicts) {
        Map<String, Long> became =
                verdicts.stream()
                        .flatMap(List::stream)
                        .collect(
                                Collectors.groupingBy(
                                        v -> Receipts.word(v.outcome()), Collectors.counting()));
        return new Proposal.Answer(
                200,
                Json.write(
                        asked.json()
                                .put("counted", became.getOrDefault("counted", 0L))
                                .put("rejected", became.getOrDefault("rejected", 0L))));
    }

    private static Refusal otherLength(ReleaseForm asked, Kpi kpi) {
        return new Refusal(
                "invalid-period",
                "/period",
                "The periods of '%s' are of the length '%s': write for instance %s."
                        .formatted(
                                kpi.key(),
                                kpi.period().word(),
                                Period.of(kpi.period(), asked.period().start())));
    }

    /** Said just so whether nothing is held, there is no such place, or it is not the caller's. */
    public static Refusal nothingHeld(ReleaseForm asked) {
        return Refusal.of(
                "nothing-held",
                "Nothing came too late for "
                        + asked.period()
                        + " of '"
                        + asked.kpi()
                        + "' at '"
                        + asked.scope()
                        + "': GET /api/v1/measurements/held lists what waits.");
    }

    private static Proposal refused(int status, Refusal refusal) {
        ObjectNode body = Json.object();
        body.set("refusals", RefusalJson.write(List.of(refusal)));
        return Proposal.nothing(new Proposal.Answer(status, Json.write(body)));
    }

    /** Appends the measurements with the decision. */
    private final class Release implements Proposal {
        private final Tx tx;
        private final Definitions known;
        private final Instant now;
        private final Map<LogHead, List<HeldMeasurement>> held;
        private final Map<LogHead, List<AppendDecision>> verdicts;
        private final Proposal decision;
        private final List<Runnable> committed = new ArrayList<>();
        private final List<BatchAppender.Result> results = new ArrayList<>();

        Release(
                Tx tx,
                Definitions known,
                Instant now,
                Map<LogHead, List<HeldMeasurement>> held,
                Map<LogHead, List<AppendDecision>> verdicts,
                Proposal decision) {
            this.tx = tx;
            this.known = known;
            this.now = now;
            this.held = held;
            this.verdicts = verdicts;
            this.decision = decision;
        }

        @Override
        public List<NewDecision> decisions() {
            return decision.decisions();
        }

        @Override
        public Answer conclude(List<StoredDecision> stored) {
            // Never before the decision: who reads as of a time between knows of neither.
            Instant recordedAt = stored.isEmpty() ? now : later(now, stored.getLast().recordedAt());
            held.forEach((head, some) ->
                    results.add(
                            appender.settle(
                                    tx,
                                    head,
                                    known,
                                    recordedAt,
                                    some,
                                    verdicts.getOrDefault(head, List.of()),
                                    committed)));
            return decision.conclude(stored);
        }

        @Override
        public void committed() {
            decision.committed();
            committed.forEach(Runnable::run);
            results.forEach(intake::settle);
        }
    }
}
