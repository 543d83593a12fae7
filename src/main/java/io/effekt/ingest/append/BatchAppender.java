package io.effekt.ingest.append;

import io.effekt.database.Database;
import io.effekt.database.Tx;
import io.effekt.eventstore.EntryId;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.measurement.Appended;
import io.effekt.eventstore.measurement.HeldMeasurement;
import io.effekt.eventstore.measurement.Identity;
import io.effekt.eventstore.measurement.IdentityKey;
import io.effekt.eventstore.measurement.NewMeasurement;
import io.effekt.eventstore.postgres.HeldAndRejected;
import io.effekt.eventstore.postgres.Identities;
import io.effekt.eventstore.postgres.MeasurementLog;
import io.effekt.eventstore.postgres.Partitions;
import io.effekt.ingest.form.ParsedMeasurement;
import io.effekt.ingest.record.ReceivedRecord;
import io.effekt.kpi.application.DefinitionsView;
import io.effekt.kpi.application.status.BucketProjection;
import io.effekt.kpi.application.status.CountedMeasurement;
import io.effekt.kpi.domain.definition.Definitions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Brings one batch of one partition into the store, in one transaction: lock the head, decide,
 * append, raise the buckets, mark what is dirty, move Kafka's offset.
 */
@ApplicationScoped
public class BatchAppender {
    private final Database database;
    private final MeasurementLog log;
    private final Identities identities;
    private final BatchDecider decider;
    private final HeldAndRejected setAside;
    private final BucketProjection counting;
    private final DefinitionsView definitions;
    private final Partitions partitions;
    private final InstantSource clock;

    public BatchAppender(
            Database database,
            MeasurementLog log,
            Identities identities,
            BatchDecider decider,
            HeldAndRejected setAside,
            BucketProjection counting,
            DefinitionsView definitions,
            Partitions partitions,
            InstantSource clock) {
        this.database = database;
        this.log = log;
        this.identities = identities;
        this.decider = decider;
        this.setAside = setAside;
        this.counting = counting;
        this.definitions = definitions;
        this.partitions = partitions;
        this.clock = clock;
    }

    /**
     * What became of a batch.
     *
     * @param nextOffset where the log says the partition goes on
     * @param taken false when somebody else has moved the partition: nothing was done
     * @param kpis KPIs to be evaluated
     */
    record Result(
            long nextOffset, boolean taken, List<AppendDecision> verdicts, Set<String> kpis) {}

    /**
     * @param readFrom the offset that the log's head must stand at
     */
    Result append(int part, long readFrom, List<ReceivedRecord> arrivals, long nextOffset) {
        partitions.ready(clock.instant());
        List<Runnable> committed = new ArrayList<>();
        Result result =
                database.inTransaction(tx -> {
                    committed.clear();
                    LogHead head = log.lock(tx, part);
                    if (head.kafkaOffset() != readFrom) {
                        return new Result(head.kafkaOffset(), false, List.of(), Set.of());
                    }
                    return decide(tx, head, arrivals, nextOffset, committed);
                });
        committed.forEach(Runnable::run);
        return result;
    }

    private Result decide(
            Tx tx,
            LogHead head,
            List<ReceivedRecord> arrivals,
            long nextOffset,
            List<Runnable> committed) {
        Definitions known = definitions.upTo(tx, head.decisions());
        Instant now = clock.instant();
        Instant recordedAt = MeasurementLog.recordedAt(head, now);
        BatchDecider.Decided decided =
                decider.decide(tx, head, known, now, arrivals, MeasurementDecider.Occasion.ARRIVES);
        List<AppendDecision> verdicts = decided.verdicts();
        decided.owners().write(tx);
        committed.add(decided.owners()::keep);
        keepHeld(tx, head, recordedAt, verdicts);
        setAside.reject(tx, Rejections.of(verdicts, known, head, recordedAt));
        Set<String> kpis =
                appendCounted(tx, head, known, recordedAt, verdicts, nextOffset, true, committed);
        OutcomeNotifier.notify(tx, verdicts);
        return new Result(nextOffset, true, verdicts, kpis);
    }

    /** Appends what was held and can be decided now. Returns the verdicts and touched KPIs. */
    Result release(int part, int most) {
        List<Runnable> committed = new ArrayList<>();
        Result result =
                database.inTransaction(tx -> {
                    committed.clear();
                    return release(tx, log.lock(tx, part), most, committed);
                });
        committed.forEach(Runnable::run);
        return result;
    }

    private Result release(Tx tx, LogHead head, int most, List<Runnable> committed) {
        Definitions known = definitions.upTo(tx, head.decisions());
        List<HeldAndRejected.Wanted> defined =
                setAside.wanted(tx, head.part()).stream()
                        .filter(w -> Held.isDefined(known, w))
                        .toList();
        List<HeldMeasurement> held =
                defined.isEmpty() ? List.of() : setAside.held(tx, head.part(), defined, most);
        if (held.isEmpty()) {
            return new Result(head.kafkaOffset(), true, List.of(), Set.of());
        }
        Instant now = clock.instant();
        Instant recordedAt = MeasurementLog.recordedAt(head, now);
        List<ReceivedRecord> arrivals = held.stream().map(Held::arrived).toList();
        List<AppendDecision> verdicts =
                decider.decide(tx, head, known, now, arrivals, MeasurementDecider.Occasion.WAITED)
                        .verdicts();
        return settle(tx, head, known, recordedAt, held, verdicts, committed);
    }

    /**
     * Decides what a steward releases in one partition, and writes nothing.
     *
     * @param head locked
     */
    List<AppendDecision> released(
            Tx tx, LogHead head, Definitions known, Instant now, List<HeldMeasurement> held) {
        List<ReceivedRecord> arrivals = held.stream().map(Held::arrived).toList();
        return decider.decide(tx, head, known, now, arrivals, MeasurementDecider.Occasion.RELEASED)
                .verdicts();
    }

    /** Brings what was held and is decided now where it belongs. */
    Result settle(
            Tx tx,
            LogHead head,
            Definitions known,
            Instant recordedAt,
            List<HeldMeasurement> held,
            List<AppendDecision> verdicts,
            List<Runnable> committed) {
        List<HeldMeasurement> gone = new ArrayList<>();
        List<HeldMeasurement> stay = new ArrayList<>();
        List<IdentityKey> freed = new ArrayList<>();
        for (int i = 0; i < held.size(); i++) {
            AppendDecision verdict = verdicts.get(i);
            if (verdict.outcome() instanceof MeasurementOutcome.Held) {
                stay.add(Held.stillHeld(held.get(i), verdict));
            } else {
                gone.add(held.get(i));
            }
            if (verdict.outcome() instanceof MeasurementOutcome.Rejected && verdict.key() != null) {
                freed.add(verdict.key());
            }
        }
        setAside.letGo(tx, gone);
        setAside.waitsFor(tx, stay);
        identities.free(tx, freed);
        setAside.reject(tx, Rejections.of(verdicts, known, head, recordedAt));
        Set<String> kpis =
                appendCounted(
                        tx,
                        head,
                        known,
                        recordedAt,
                        verdicts,
                        head.kafkaOffset(),
                        false,
                        committed);
        return new Result(head.kafkaOffset(), true, gone.isEmpty() ? List.of() : verdicts, kpis);
    }

    private Set<String> appendCounted(
            Tx tx,
            LogHead head,
            Definitions known,
            Instant recordedAt,
            List<AppendDecision> verdicts,
            long nextOffset,
            boolean claims,
            List<Runnable> committed) {
        List<AppendDecision> counted = verdicts.stream().filter(v -> v.entry() != null).toList();
        List<NewMeasurement> entries =
                counted.stream().map(v -> Objects.requireNonNull(v.entry())).toList();
        Appended appended = log.append(tx, head, entries, recordedAt, nextOffset, claims);
        committed.add(appended.committed());
        if (!claims) {
            identities.fillIn(
                    tx,
                    counted.stream().map(v -> Objects.requireNonNull(v.key())).toList(),
                    entries,
                    appended.firstSeq());
        }
        List<CountedMeasurement> batch = new ArrayList<>(counted.size());
        for (int i = 0; i < counted.size(); i++) {
            batch.add(counted(counted.get(i), appended, i));
        }
        return counting.count(tx, head.part(), recordedAt, known, batch);
    }

    private static CountedMeasurement counted(AppendDecision verdict, Appended appended, int i) {
        NewMeasurement entry = Objects.requireNonNull(verdict.entry());
        ParsedMeasurement incoming = AppendDecision.incoming(verdict);
        boolean retraction = entry.kind() == NewMeasurement.Kind.RETRACTION;
        return new CountedMeasurement(
                Objects.requireNonNull(verdict.kpi()),
                incoming.scope(),
                appended.seriesIds().get(i),
                new EntryId(appended.part(), appended.firstSeq() + i),
                retraction ? null : incoming.content(),
                retraction ? null : incoming.timing(),
                verdict.original());
    }

    private void keepHeld(Tx tx, LogHead head, Instant now, List<AppendDecision> verdicts) {
        Map<IdentityKey, Identity> reserved = new LinkedHashMap<>();
        List<HeldMeasurement> held = new ArrayList<>();
        for (AppendDecision verdict : verdicts) {
            if (verdict.reserved() != null && verdict.key() != null) {
                reserved.put(verdict.key(), verdict.reserved());
                held.add(Held.held(verdict, head, now));
            }
        }
        if (!held.isEmpty()) {
            if (identities.reserve(tx, head.part(), reserved) != reserved.size()) {
                throw new Database.TryAgain("an id was claimed elsewhere at the same moment");
            }
            setAside.hold(tx, held);
        }
    }
}
