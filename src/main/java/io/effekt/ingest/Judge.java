package io.effekt.ingest;

import io.effekt.database.Tx;
import io.effekt.eventstore.EntryId;
import io.effekt.eventstore.Identity;
import io.effekt.eventstore.IdentityKey;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.LoggedEntry;
import io.effekt.eventstore.NewMeasurement;
import io.effekt.eventstore.NewMeasurement.Kind;
import io.effekt.eventstore.SeriesName;
import io.effekt.eventstore.postgres.Identities;
import io.effekt.eventstore.postgres.MeasurementLog;
import io.effekt.kernel.Period;
import io.effekt.kernel.Refusal;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.Content;
import io.effekt.kpi.domain.Definitions;
import io.effekt.kpi.domain.Kpi;
import io.effekt.kpi.domain.MeasurementRules;
import io.effekt.kpi.domain.ReleaseRules;
import io.effekt.kpi.domain.Timing;
import io.effekt.organization.Team;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides what each arrival of one batch becomes, in order, against what the log knows and what
 * came before it in the batch. Writes nothing. For one batch and one thread.
 *
 * <p>What a sender who is no steward has for a closed period of a KPI with a smallest group is
 * held: whoever reads before and after must not see one answer come.
 */
final class Judge {
    /** What waits for a steward, because of the small groups of a period that is closed. */
    static final String LATE = "late_for_closed_period";

    private final LogHead head;
    private final Definitions definitions;
    private final Instant now;
    private final Instant recordedAt;
    private final Course course;
    private final Map<IdentityKey, Identity> known;
    private final Map<EntryId, LoggedEntry> originals;
    private final LabelLimit.InUse labels;
    private final Map<EntryId, String> superseded = new HashMap<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private long nextSeq;

    private Judge(
            LogHead head,
            Definitions definitions,
            Instant now,
            Course course,
            Map<IdentityKey, Identity> known,
            Map<EntryId, LoggedEntry> originals,
            LabelLimit.InUse labels) {
        this.labels = labels;
        this.head = head;
        this.definitions = definitions;
        this.now = now;
        this.recordedAt = MeasurementLog.recordedAt(head, now);
        this.course = course;
        this.known = known;
        this.originals = originals;
        this.nextSeq = head.seq() + 1;
    }

    /** How measurements come to be decided. */
    enum Course {
        /** For the first time. */
        ARRIVES,
        /** What was held, and so owns its identity already, is looked at again. */
        WAITED,
        /** What was held is released by a steward. */
        RELEASED
    }

    static List<Verdict> decide(
            Tx tx,
            Identities identities,
            LabelLimit limit,
            LogHead head,
            Definitions definitions,
            Instant now,
            List<Arrived> arrivals,
            Course course) {
        boolean heldBefore = course != Course.ARRIVES;
        List<Incoming> labelled = new ArrayList<>();
        Set<IdentityKey> keys = new HashSet<>();
        Set<IdentityKey> replaced = new HashSet<>();
        for (Arrived arrived : arrivals) {
            if (arrived.parsed() instanceof ParsedItem.WellFormed(int index, Incoming incoming)) {
                keys.add(key(incoming, incoming.id()));
                if (!incoming.dimensions().isEmpty()) {
                    labelled.add(incoming);
                }
                String original = original(incoming);
                if (original != null) {
                    replaced.add(key(incoming, original));
                }
            }
        }
        Set<IdentityKey> asked = new HashSet<>(replaced);
        if (!heldBefore) {
            asked.addAll(keys);
        }
        Map<IdentityKey, Identity> known = identities.find(tx, List.copyOf(asked));
        if (heldBefore) {
            known.keySet().removeAll(keys);
        }
        Set<EntryId> places = new HashSet<>();
        for (IdentityKey key : replaced) {
            Identity identity = known.get(key);
            if (identity != null && !identity.isHeld()) {
                places.add(new EntryId(identity.part(), identity.seq()));
            }
        }
        Judge judge =
                new Judge(
                        head,
                        definitions,
                        now,
                        course,
                        known,
                        identities.entries(tx, places),
                        limit.inUse(tx, labelled));
        arrivals.forEach(judge::judge);
        return judge.verdicts;
    }

    private void judge(Arrived arrived) {
        Verdict verdict =
                switch (arrived.parsed()) {
                    case ParsedItem.Refused refused ->
                            Verdict.of(arrived, null, rejected(refused.refusal()));
                    case ParsedItem.WellFormed(int index, Incoming incoming) ->
                            judge(arrived, incoming);
                };
        verdicts.add(verdict);
        IdentityKey key = verdict.key();
        NewMeasurement entry = verdict.entry();
        if (key != null && entry != null) {
            remember(key, entry);
        } else if (key != null && verdict.reserved() != null) {
            known.put(key, verdict.reserved());
        }
    }

    private void remember(IdentityKey key, NewMeasurement entry) {
        EntryId place = new EntryId(head.part(), nextSeq);
        known.put(
                key, new Identity(entry.contentHash(), head.part(), nextSeq, entry.kafkaOffset()));
        originals.put(
                place,
                new LoggedEntry(
                        place,
                        entry.series(),
                        entry.kind(),
                        entry.observedAt(),
                        entry.period(),
                        null));
        if (entry.replaces() != null) {
            superseded.put(entry.replaces(), entry.id());
        }
        nextSeq++;
    }

    private Verdict judge(Arrived arrived, Incoming incoming) {
        IdentityKey key = key(incoming, incoming.id());
        Identity before = known.get(key);
        if (before != null) {
            return Verdict.of(arrived, key, repeated(incoming, before));
        }
        Kpi kpi = definitions.kpis().get(incoming.kpi());
        if (kpi == null) {
            return held(
                    arrived,
                    incoming,
                    key,
                    "unknown_kpi",
                    "It counts by itself once the KPI '" + incoming.kpi() + "' is defined.");
        }
        if (!definitions.organisation().isDefined(incoming.scope())) {
            return held(
                    arrived,
                    incoming,
                    key,
                    "unknown_scope",
                    "It counts by itself once '" + incoming.scope() + "' is defined.");
        }
        String original = original(incoming);
        if (original != null) {
            return replacing(arrived, incoming, key, kpi, original);
        }
        Refusal refusal = check(kpi, incoming);
        if (refusal != null) {
            return Verdict.of(arrived, key, rejected(refusal));
        }
        return counted(arrived, incoming, key, kpi, Kind.MEASURED, null);
    }

    private Verdict replacing(
            Arrived arrived, Incoming incoming, IdentityKey key, Kpi kpi, String originalId) {
        Identity identity = known.get(key(incoming, originalId));
        if (identity == null) {
            return rejected(
                    arrived,
                    key,
                    "unknown_measurement",
                    "The source has sent no measurement '"
                            + originalId
                            + "' that was taken: name the id it was sent with.");
        }
        if (identity.isHeld()) {
            return held(
                    arrived,
                    incoming,
                    key,
                    "original_held",
                    "It counts by itself after '" + originalId + "', which is held.");
        }
        EntryId place = new EntryId(identity.part(), identity.seq());
        LoggedEntry original = originals.get(place);
        if (original == null) {
            throw new IllegalStateException("an identity without its entry: " + place);
        }
        String by = superseded.getOrDefault(place, original.supersededBy());
        if (by != null) {
            return rejected(
                    arrived,
                    key,
                    "already_superseded",
                    "'"
                            + originalId
                            + "' was superseded by '"
                            + by
                            + "': correct or retract that.");
        }
        if (original.kind() == Kind.RETRACTION) {
            return rejected(
                    arrived,
                    key,
                    "already_superseded",
                    "'" + originalId + "' is itself a retraction: send the measurement anew.");
        }
        if (!original.series().kpi().equals(incoming.kpi())
                || !original.series().scope().equals(incoming.scope().toString())) {
            return rejected(
                    arrived,
                    key,
                    "scope_mismatch",
                    "'"
                            + originalId
                            + "' was measured for '"
                            + original.series().kpi()
                            + "' at '"
                            + original.series().scope()
                            + "': retract it and send it anew.");
        }
        if (!arrived.sender().mayReplace(streamOf(incoming, kpi, original))) {
            return rejected(
                    arrived,
                    key,
                    Permission.CODE,
                    "'" + originalId + "' counted where you may not change anything.");
        }
        if (incoming.retracts() != null) {
            return counted(arrived, incoming, key, kpi, Kind.RETRACTION, original);
        }
        Refusal refusal = check(kpi, incoming);
        return refusal != null
                ? Verdict.of(arrived, key, rejected(refusal))
                : counted(arrived, incoming, key, kpi, Kind.CORRECTION, original);
    }

    private @Nullable String streamOf(Incoming incoming, Kpi kpi, LoggedEntry original) {
        LocalDate day = LocalDate.ofInstant(original.observedAt(), kpi.timeZone());
        return definitions.organisation().streamOf(incoming.scope(), day);
    }

    private @Nullable Refusal check(Kpi kpi, Incoming incoming) {
        Content content = incoming.content();
        Timing timing = timing(incoming);
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

    private Verdict counted(
            Arrived arrived,
            Incoming incoming,
            IdentityKey key,
            Kpi kpi,
            Kind kind,
            @Nullable LoggedEntry original) {
        Period closed = course == Course.RELEASED ? null : closed(arrived, incoming, kpi, original);
        if (closed != null) {
            return late(arrived, incoming, key, closed);
        }
        Timing timing = timing(incoming);
        if (course == Course.RELEASED
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
                return Verdict.of(arrived, key, rejected(refusal.get()));
            }
        }
        NewMeasurement entry = entry(arrived, incoming, key, kpi, kind, original);
        return new Verdict(arrived, new Outcome.Counted(), key, entry, kpi, original, null, null);
    }

    /** The closed period that the measurement would change, or null. */
    private @Nullable Period closed(
            Arrived arrived, Incoming incoming, Kpi kpi, @Nullable LoggedEntry original) {
        if (kpi.minGroupSize() == null || arrived.sender().steward()) {
            return null;
        }
        if (original != null) {
            Period then = Released.period(kpi, original);
            if (kpi.closes(then, recordedAt)) {
                return then;
            }
        }
        Timing timing = timing(incoming);
        Period now = timing == null ? null : Released.period(kpi, timing);
        return now != null && kpi.closes(now, recordedAt) ? now : null;
    }

    private Verdict late(Arrived arrived, Incoming incoming, IdentityKey key, Period closed) {
        return held(arrived, incoming, key, LATE, Outcome.TOO_LATE, closed.toString());
    }

    private NewMeasurement entry(
            Arrived arrived,
            Incoming incoming,
            IdentityKey key,
            Kpi kpi,
            Kind kind,
            @Nullable LoggedEntry original) {
        Content content = kind == Kind.RETRACTION ? null : incoming.content();
        Timing timing = timing(incoming);
        SeriesName series =
                kind == Kind.RETRACTION && original != null
                        ? original.series()
                        : new SeriesName(
                                incoming.kpi(),
                                incoming.scope().toString(),
                                labels(incoming.dimensions()));
        return new NewMeasurement(
                series,
                key.source(),
                incoming.id(),
                key.idHash(),
                Canonical.contentHash(incoming),
                kind,
                content != null && timing != null
                        ? timing.observedAt(kpi.timeZone())
                        : originalTime(original),
                content != null && timing instanceof Timing.Whole whole
                        ? whole.period().toString()
                        : null,
                content instanceof Content.Number number ? number.value() : null,
                content instanceof Content.Number number ? number.weight() : null,
                content instanceof Content.Ratio ratio ? ratio.numerator() : null,
                content instanceof Content.Ratio ratio ? ratio.denominator() : null,
                content instanceof Content.Scores scores ? scores.counts() : null,
                original == null ? null : original.place(),
                head.decisions(),
                arrived.importId(),
                arrived.actor(),
                arrived.offset(),
                incoming.comment(),
                incoming.reason());
    }

    private static Instant originalTime(@Nullable LoggedEntry original) {
        if (original == null) {
            throw new IllegalStateException("only a retraction has no time of its own");
        }
        return original.observedAt();
    }

    private Verdict held(
            Arrived arrived, Incoming incoming, IdentityKey key, String cause, String detail) {
        return held(arrived, incoming, key, cause, detail, null);
    }

    private Verdict held(
            Arrived arrived,
            Incoming incoming,
            IdentityKey key,
            String cause,
            String detail,
            @Nullable String lateFor) {
        return new Verdict(
                arrived,
                new Outcome.Held(cause, detail),
                key,
                null,
                null,
                null,
                new Identity(Canonical.contentHash(incoming), head.part(), 0, arrived.offset()),
                lateFor);
    }

    private static Outcome repeated(Incoming incoming, Identity before) {
        return before.contentHash().equals(Canonical.contentHash(incoming))
                ? new Outcome.Duplicate()
                : new Outcome.Rejected(
                        "id_conflict",
                        "The id '"
                                + incoming.id()
                                + "' was used for other content: send a correction with an id of"
                                + " its own and 'corrects'.");
    }

    private static Verdict rejected(Arrived arrived, IdentityKey key, String code, String detail) {
        return Verdict.of(arrived, key, new Outcome.Rejected(code, detail));
    }

    private static Outcome rejected(Refusal refusal) {
        return new Outcome.Rejected(refusal.code(), refusal.detail());
    }

    private static @Nullable String original(Incoming incoming) {
        return incoming.corrects() != null ? incoming.corrects() : incoming.retracts();
    }

    private static IdentityKey key(Incoming incoming, String id) {
        return new IdentityKey(Objects.requireNonNull(incoming.source()), Canonical.idHash(id));
    }

    static @Nullable Timing timing(Incoming incoming) {
        if (incoming.period() != null) {
            return new Timing.Whole(incoming.period());
        }
        return incoming.observedAt() == null ? null : new Timing.Moment(incoming.observedAt());
    }

    /** Labels in order of their names, a line each; a label holds no line break. */
    static String labels(SortedMap<String, String> dimensions) {
        StringBuilder text = new StringBuilder();
        dimensions.forEach((name, label) ->
                text.append(text.isEmpty() ? "" : "\n").append(name).append('=').append(label));
        return text.toString();
    }
}
