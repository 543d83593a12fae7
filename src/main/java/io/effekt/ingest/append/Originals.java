package io.effekt.ingest.append;

import io.effekt.database.Tx;
import io.effekt.eventstore.EntryId;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.LoggedEntry;
import io.effekt.eventstore.measurement.HeldMeasurement;
import io.effekt.eventstore.measurement.Identity;
import io.effekt.eventstore.measurement.IdentityKey;
import io.effekt.eventstore.measurement.NewMeasurement;
import io.effekt.eventstore.postgres.HeldAndRejected;
import io.effekt.eventstore.postgres.Identities;
import io.effekt.ingest.form.ContentHash;
import io.effekt.ingest.form.ParsedItem;
import io.effekt.ingest.form.ParsedMeasurement;
import io.effekt.ingest.record.ReceivedRecord;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the ids of one batch stand for already: in the log, among the held ones, and in the batch
 * itself. For one batch and one thread.
 */
final class Originals {
    private final Map<IdentityKey, Identity> known;
    private final Map<EntryId, LoggedEntry> entries;
    private final Map<IdentityKey, ReceivedRecord> held = new HashMap<>();
    private final Map<EntryId, By> superseded = new HashMap<>();

    /** What took the place of an entry, and when that was observed. */
    record By(String id, Instant observedAt) {}

    private Originals(Map<IdentityKey, Identity> known, Map<EntryId, LoggedEntry> entries) {
        this.known = known;
        this.entries = entries;
    }

    static Originals read(
            Tx tx,
            Identities identities,
            HeldAndRejected setAside,
            Definitions definitions,
            List<ReceivedRecord> arrivals,
            boolean heldBefore) {
        Map<IdentityKey, HeldAndRejected.Named> own = new HashMap<>();
        Map<IdentityKey, HeldAndRejected.Named> replaced = new HashMap<>();
        Set<IdentityKey> sentBySomebody = new HashSet<>();
        for (ReceivedRecord arrived : arrivals) {
            if (arrived.parsed()
                    instanceof ParsedItem.WellFormed(int index, ParsedMeasurement incoming)) {
                add(own, incoming, incoming.id());
                String original = incoming.original();
                if (original != null) {
                    add(replaced, incoming, original);
                }
                if (asksWhoSentIt(arrived, definitions.kpis().get(incoming.kpi()))) {
                    sentBySomebody.add(key(incoming, incoming.id()));
                }
            }
        }
        Set<IdentityKey> asked = new HashSet<>(replaced.keySet());
        if (!heldBefore) {
            asked.addAll(own.keySet());
        }
        Map<IdentityKey, Identity> known = identities.find(tx, List.copyOf(asked));
        if (heldBefore) {
            known.keySet().removeAll(own.keySet());
        }
        Set<EntryId> places = new HashSet<>();
        List<HeldAndRejected.Named> waiting = new ArrayList<>();
        known.forEach((key, identity) -> {
            if (replaced.containsKey(key) || sentBySomebody.contains(key)) {
                if (identity.isHeld()) {
                    waiting.add(Objects.requireNonNull(replaced.getOrDefault(key, own.get(key))));
                } else {
                    places.add(place(identity));
                }
            }
        });
        Originals originals = new Originals(known, identities.entries(tx, places));
        for (HeldMeasurement one : setAside.held(tx, waiting)) {
            originals.held.put(
                    new IdentityKey(one.source(), ContentHash.idHash(one.id())), Held.arrived(one));
        }
        return originals;
    }

    private static void add(
            Map<IdentityKey, HeldAndRejected.Named> names, ParsedMeasurement incoming, String id) {
        names.put(
                key(incoming, id),
                new HeldAndRejected.Named(Objects.requireNonNull(incoming.source()), id));
    }

    /**
     * Whether the answer to what was sent before depends on who sent it: what single people
     * answered is told, by equal and other content, to stewards and its sender alone.
     *
     * @param kpi null for one that is not defined, which may come to be such a KPI
     */
    static boolean asksWhoSentIt(ReceivedRecord arrived, @Nullable Kpi kpi) {
        return !arrived.sender().steward() && (kpi == null || Stewards.guard(kpi));
    }

    @Nullable Identity identity(IdentityKey key) {
        return known.get(key);
    }

    /** The entry of an identity that is not held. */
    LoggedEntry entry(Identity identity) {
        LoggedEntry entry = entries.get(place(identity));
        if (entry == null) {
            throw new IllegalStateException("an identity without its entry: " + place(identity));
        }
        return entry;
    }

    /**
     * What waits under that id; null for what another partition decides at this moment, which is of
     * another KPI or scope.
     */
    @Nullable ReceivedRecord held(IdentityKey key) {
        return held.get(key);
    }

    /** Whether that actor sent what has the id. */
    boolean wasSentBy(String actor, IdentityKey key, Identity identity) {
        if (!identity.isHeld()) {
            return entry(identity).actor().equals(actor);
        }
        ReceivedRecord waiting = held(key);
        return waiting != null && waiting.actor().equals(actor);
    }

    /** What took the place of an entry; null while it stands. */
    @Nullable By superseded(LoggedEntry entry) {
        By here = superseded.get(entry.place());
        String by = entry.supersededBy();
        Instant at = entry.supersededAt();
        return here == null && by != null && at != null ? new By(by, at) : here;
    }

    /** What was decided of an arrival stands for its id from now on. */
    void remember(LogHead head, long seq, AppendDecision verdict) {
        IdentityKey key = verdict.key();
        NewMeasurement entry = verdict.entry();
        if (key == null) {
            return;
        }
        if (entry == null) {
            if (verdict.reserved() != null) {
                known.put(key, verdict.reserved());
                held.put(key, verdict.arrived());
            }
            return;
        }
        EntryId place = new EntryId(head.part(), seq);
        known.put(key, new Identity(entry.contentHash(), head.part(), seq, entry.kafkaOffset()));
        entries.put(
                place,
                new LoggedEntry(
                        place,
                        entry.series(),
                        entry.kind(),
                        entry.observedAt(),
                        entry.period(),
                        null,
                        null,
                        entry.actor()));
        if (entry.replaces() != null) {
            superseded.put(entry.replaces(), new By(entry.id(), entry.observedAt()));
        }
    }

    private static EntryId place(Identity identity) {
        return new EntryId(identity.part(), identity.seq());
    }

    static IdentityKey key(ParsedMeasurement incoming, String id) {
        return new IdentityKey(Objects.requireNonNull(incoming.source()), ContentHash.idHash(id));
    }
}
