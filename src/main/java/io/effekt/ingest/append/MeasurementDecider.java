package io.effekt.ingest.append;

import io.effekt.access.Limits;
import io.effekt.access.source.SourceOwners;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.LoggedEntry;
import io.effekt.eventstore.measurement.Identity;
import io.effekt.eventstore.measurement.IdentityKey;
import io.effekt.eventstore.measurement.NewMeasurement;
import io.effekt.eventstore.measurement.NewMeasurement.Kind;
import io.effekt.eventstore.postgres.MeasurementLog;
import io.effekt.ingest.form.ContentHash;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.form.ParsedMeasurement;
import io.effekt.ingest.record.ReceivedRecord;
import io.effekt.kernel.Period;
import io.effekt.kernel.Refusal;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiRules;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.MeasurementRules;
import io.effekt.kpi.domain.measurement.ReleaseRules;
import io.effekt.kpi.domain.measurement.Timing;
import io.effekt.organization.Team;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what each arrival of one batch becomes, in order, against what the log knows and what
 * came before it in the batch. Writes nothing. For one batch and one thread.
 *
 * <p>What a sender who is no steward has for a closed period of a KPI with a smallest group is
 * held: a reader before and after must not see one answer come.
 */
public final class MeasurementDecider {
    private final LogHead head;
    private final Definitions definitions;
    private final Instant now;
    private final Instant recordedAt;
    private final Occasion occasion;
    private final Originals originals;
    private final SourceOwners.InUse owners;
    private final LabelLimit.InUse labels;
    private long nextSeq;

    MeasurementDecider(
            LogHead head,
            Definitions definitions,
            Instant now,
            Occasion occasion,
            Originals originals,
            SourceOwners.InUse owners,
            LabelLimit.InUse labels) {
        this.labels = labels;
        this.head = head;
        this.definitions = definitions;
        this.now = now;
        this.recordedAt = MeasurementLog.recordedAt(head, now);
        this.occasion = occasion;
        this.originals = originals;
        this.owners = owners;
        this.nextSeq = head.seq() + 1;
    }

    /** How measurements come to be decided. */
    public enum Occasion {
        /** For the first time. */
        ARRIVES,
        /** What was held, and so owns its identity already, is looked at again. */
        WAITED,
        /** What was held is released by a steward. */
        RELEASED
    }

    List<AppendDecision> decide(List<ReceivedRecord> arrivals) {
        return arrivals.stream().map(this::decide).toList();
    }

    private AppendDecision decide(ReceivedRecord arrived) {
        return switch (arrived.parsed()) {
            case ParsedItem.Refused refused ->
                    AppendDecision.of(arrived, null, rejected(refused.refusal()));
            case ParsedItem.WellFormed(int index, ParsedMeasurement incoming) -> {
                IdentityKey key = Originals.key(incoming, incoming.id());
                AppendDecision verdict = decide(arrived, incoming, key);
                remember(verdict, key.source());
                yield verdict;
            }
        };
    }

    private void remember(AppendDecision verdict, String source) {
        originals.remember(head, nextSeq, verdict);
        if (verdict.entry() != null) {
            nextSeq++;
        }
        boolean isTaken = verdict.entry() != null || verdict.reserved() != null;
        if (occasion == Occasion.ARRIVES && isTaken) {
            owners.used(verdict.arrived().actor(), source);
        }
    }

    private AppendDecision decide(
            ReceivedRecord arrived, ParsedMeasurement incoming, IdentityKey key) {
        if (occasion == Occasion.ARRIVES
                && !arrived.sender().mayUseAnySource()
                && !owners.mayUse(arrived.actor(), key.source())) {
            return AppendDecision.of(arrived, key, rejected(Permission.foreign(key.source())));
        }
        Kpi kpi = definitions.kpis().get(incoming.kpi());
        Identity before = originals.identity(key);
        if (before != null) {
            return AppendDecision.of(arrived, key, repeated(arrived, incoming, key, before, kpi));
        }
        if (kpi == null) {
            return held(arrived, incoming, key, MeasurementOutcome.Held.UNKNOWN_KPI, null);
        }
        if (!definitions.organisation().isDefined(incoming.scope())) {
            return held(arrived, incoming, key, MeasurementOutcome.Held.UNKNOWN_SCOPE, null);
        }
        String original = incoming.original();
        if (original != null) {
            return replacing(arrived, incoming, key, kpi, original);
        }
        Refusal refusal = check(kpi, incoming);
        if (refusal != null) {
            return AppendDecision.of(arrived, key, rejected(refusal));
        }
        return counted(arrived, incoming, key, kpi, Kind.MEASURED, null);
    }

    private AppendDecision replacing(
            ReceivedRecord arrived,
            ParsedMeasurement incoming,
            IdentityKey key,
            Kpi kpi,
            String originalId) {
        IdentityKey originalKey = Originals.key(incoming, originalId);
        Identity identity = originals.identity(originalKey);
        if (identity == null) {
            return unknown(arrived, key, originalId);
        }
        Limits limits = arrived.sender().limits();
        if (identity.isHeld()) {
            return limits.isUnrestricted() || isWithin(limits, originals.held(originalKey))
                    ? held(arrived, incoming, key, MeasurementOutcome.Held.ORIGINAL_HELD, null)
                    : unknown(arrived, key, originalId).hiding();
        }
        LoggedEntry original = originals.entry(identity);
        if (!isWithin(limits, original, original.observedAt())) {
            return unknown(arrived, key, originalId).hiding();
        }
        boolean mayName =
                !Originals.asksWhoSentIt(arrived, definitions.kpis().get(original.series().kpi()))
                        || original.actor().equals(arrived.actor());
        Refusal impossible = impossible(incoming, limits, original, originalId, mayName);
        if (impossible != null) {
            return AppendDecision.of(arrived, key, rejected(impossible));
        }
        if (incoming.retracts() != null) {
            return counted(arrived, incoming, key, kpi, Kind.RETRACTION, original);
        }
        Refusal refusal = check(kpi, incoming);
        return refusal != null
                ? AppendDecision.of(arrived, key, rejected(refusal))
                : counted(arrived, incoming, key, kpi, Kind.CORRECTION, original);
    }

    /** Said just so whether there is none or it may not be known of. */
    private static AppendDecision unknown(
            ReceivedRecord arrived, IdentityKey key, String originalId) {
        return AppendDecision.of(
                arrived,
                key,
                new MeasurementOutcome.Rejected(
                        "unknown_measurement",
                        "The source has sent no measurement '"
                                + originalId
                                + "' that was taken: name the id it was sent with."));
    }

    /**
     * Why the original, which the sender may know of, cannot be replaced; null when it can.
     *
     * @param mayName whether the sender may read where it was measured: what single people answered
     *     is for stewards, and for who has sent it
     */
    private @Nullable Refusal impossible(
            ParsedMeasurement incoming,
            Limits limits,
            LoggedEntry original,
            String originalId,
            boolean mayName) {
        Originals.By by = originals.superseded(original);
        if (by != null) {
            return Refusal.of(
                    "already_superseded",
                    "'"
                            + originalId
                            + "' was superseded"
                            + (isWithin(limits, original, by.observedAt())
                                    ? " by '" + by.id() + "': correct or retract that."
                                    : " already: correct or retract the newest of its chain."));
        }
        if (original.kind() == Kind.RETRACTION) {
            return Refusal.of(
                    "already_superseded",
                    "'" + originalId + "' is itself a retraction: send the measurement again.");
        }
        boolean isSame =
                original.series().kpi().equals(incoming.kpi())
                        && original.series().scope().equals(incoming.scope().toString());
        return isSame
                ? null
                : Refusal.of(
                        "scope_mismatch",
                        "'"
                                + originalId
                                + "' was measured for "
                                + (mayName
                                        ? "'%s' at '%s'"
                                                .formatted(
                                                        original.series().kpi(),
                                                        original.series().scope())
                                        : "another KPI or scope")
                                + ": retract it and send it again.");
    }

    private boolean isWithin(Limits limits, LoggedEntry entry, Instant observedAt) {
        Kpi kpi = definitions.kpis().get(entry.series().kpi());
        ZoneId zone = kpi == null ? KpiRules.DEFAULT_TIME_ZONE : kpi.timeZone();
        Scope scope = Scope.parse(entry.series().scope());
        LocalDate day = LocalDate.ofInstant(observedAt, zone);
        return limits.isUnrestricted()
                || (limits.includeKpi(entry.series().kpi())
                        && limits.include(scope, definitions.organisation().streamOf(scope, day)));
    }

    private boolean isWithin(Limits limits, @Nullable ReceivedRecord held) {
        return held != null
                && held.parsed()
                        instanceof ParsedItem.WellFormed(int index, ParsedMeasurement incoming)
                && Permission.mayMeasure(limits, incoming, definitions);
    }

    private @Nullable Refusal check(Kpi kpi, ParsedMeasurement incoming) {
        Content content = incoming.content();
        Timing timing = incoming.timing();
        if (content == null || timing == null) {
            throw new IllegalStateException("the parser lets no such measurement through");
        }
        Refusal refusal = MeasurementRules.check(kpi, content, timing, incoming.dimensions(), now);
        if (refusal == null) {
            refusal = retired(incoming.scope(), timing.day(kpi.timeZone()));
        }
        return refusal == null ? labels.take(incoming) : refusal;
    }

    /** Why nothing counts that was observed at that scope on that day; null when it may. */
    private @Nullable Refusal retired(Scope scope, LocalDate day) {
        Team team =
                scope instanceof Scope.Team(String key)
                        ? definitions.organisation().teams().get(key)
                        : null;
        LocalDate from = team == null ? null : team.retiredFrom();
        if (team == null || from == null || day.isBefore(from)) {
            return null;
        }
        return new Refusal(
                "scope_retired",
                "/scope",
                "'%s' is retired from %s on, and this was observed on %s: correct the day, or have the team defined again."
                        .formatted(scope, from, day));
    }

    private AppendDecision counted(
            ReceivedRecord arrived,
            ParsedMeasurement incoming,
            IdentityKey key,
            Kpi kpi,
            Kind kind,
            @Nullable LoggedEntry original) {
        Period closed =
                occasion == Occasion.RELEASED ? null : closed(arrived, incoming, kpi, original);
        if (closed != null) {
            return late(arrived, incoming, key, closed);
        }
        Timing timing = incoming.timing();
        if (occasion == Occasion.RELEASED
                && !arrived.sender().steward()
                && kind == Kind.CORRECTION
                && original != null
                && timing != null) {
            Optional<Refusal> refusal =
                    ReleaseRules.checkMove(
                            kpi,
                            Released.period(kpi, original),
                            Released.period(kpi, timing),
                            recordedAt);
            if (refusal.isPresent()) {
                return AppendDecision.of(arrived, key, rejected(refusal.get()));
            }
        }
        NewMeasurement entry = Entries.of(head, arrived, incoming, key, kpi, kind, original);
        return new AppendDecision(
                arrived,
                new MeasurementOutcome.Counted(),
                key,
                entry,
                kpi,
                original,
                null,
                null,
                false);
    }

    /** The closed period that the measurement would change, or null. */
    private @Nullable Period closed(
            ReceivedRecord arrived,
            ParsedMeasurement incoming,
            Kpi kpi,
            @Nullable LoggedEntry original) {
        if (kpi.minGroupSize() == null || arrived.sender().steward()) {
            return null;
        }
        if (original != null) {
            Period then = Released.period(kpi, original);
            if (kpi.closes(then, recordedAt)) {
                return then;
            }
        }
        Timing timing = incoming.timing();
        Period now = timing == null ? null : Released.period(kpi, timing);
        return now != null && kpi.closes(now, recordedAt) ? now : null;
    }

    private AppendDecision late(
            ReceivedRecord arrived, ParsedMeasurement incoming, IdentityKey key, Period closed) {
        return held(arrived, incoming, key, MeasurementOutcome.Held.LATE, closed.toString());
    }

    private AppendDecision held(
            ReceivedRecord arrived,
            ParsedMeasurement incoming,
            IdentityKey key,
            String cause,
            @Nullable String lateFor) {
        return new AppendDecision(
                arrived,
                MeasurementOutcome.Held.of(cause, incoming),
                key,
                null,
                null,
                null,
                new Identity(ContentHash.contentHash(incoming), head.part(), 0, arrived.offset()),
                lateFor,
                false);
    }

    /**
     * What single people answered cannot be guessed: others than stewards and its sender are told
     * the same of equal and of other content.
     */
    private MeasurementOutcome repeated(
            ReceivedRecord arrived,
            ParsedMeasurement incoming,
            IdentityKey key,
            Identity before,
            @Nullable Kpi kpi) {
        boolean mayCompare =
                !Originals.asksWhoSentIt(arrived, kpi)
                        || originals.wasSentBy(arrived.actor(), key, before);
        return mayCompare && before.contentHash().equals(ContentHash.contentHash(incoming))
                ? new MeasurementOutcome.Duplicate()
                : new MeasurementOutcome.Rejected(
                        "id_conflict",
                        "The id '"
                                + incoming.id()
                                + "' was used for other content: send a correction with an id of"
                                + " its own and 'corrects'.");
    }

    private static MeasurementOutcome rejected(Refusal refusal) {
        return new MeasurementOutcome.Rejected(refusal.code(), refusal.detail());
    }
}
