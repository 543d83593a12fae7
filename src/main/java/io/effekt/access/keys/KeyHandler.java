package io.effekt.access.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.access.keys.KeyEvent.KeyEnding;
import io.effekt.access.keys.KeyEvent.KeyIssued;
import io.effekt.access.keys.KeyEvent.KeyRevoked;
import io.effekt.access.source.ReservedNames;
import io.effekt.access.source.SourcePattern;
import io.effekt.database.Tx;
import io.effekt.eventstore.EventTypes;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.NewDecision;
import io.effekt.eventstore.StoredDecision;
import io.effekt.eventstore.decision.Command;
import io.effekt.eventstore.decision.CommandHandler;
import io.effekt.eventstore.decision.Proposal;
import io.effekt.eventstore.postgres.Actors;
import io.effekt.json.Json;
import io.effekt.json.RefusalJson;
import io.effekt.kernel.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides commands on keys. Their names are for ever. */
@ApplicationScoped
public class KeyHandler implements CommandHandler {
    static final String ISSUE = "access.issue-key";
    static final String REVOKE = "access.revoke-key";

    /** When the key that is replaced ends, in the data of {@link #ISSUE}. */
    static final String ENDS = "replacedEndsAt";

    private final KeyTable table;
    private final Keys keys;
    private final Actors actors;
    private final TakenNames names;
    private final EventTypes types;
    private final InstantSource clock;

    public KeyHandler(
            KeyTable table,
            Keys keys,
            Actors actors,
            TakenNames names,
            EventTypes types,
            InstantSource clock) {
        this.actors = actors;
        this.table = table;
        this.keys = keys;
        this.names = names;
        this.types = types;
        this.clock = clock;
    }

    @Override
    public Set<String> names() {
        return Set.of(ISSUE, REVOKE);
    }

    @Override
    public Proposal decide(Tx tx, LogHead head, Command command) throws InvalidCommand {
        try {
            return command.name().equals(ISSUE) ? issue(tx, command) : revoke(tx, command);
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw new InvalidCommand(
                    List.of(Refusal.of("malformed", "The data of the command cannot be read.")));
        }
    }

    private Proposal issue(Tx tx, Command command) {
        KeyIssued issued = KeyJson.issued(command.data());
        if (table.find(tx, issued.id()).isPresent()) {
            return refused(422, "key-exists", "Such a key exists already: ask for another one.");
        }
        if (ReservedNames.has(issued.client())) {
            return refused(422, "reserved", KeyForm.RESERVED);
        }
        if (!table.knowsClient(tx, issued.client()) && actors.have(tx, issued.client())) {
            return refused(
                    422,
                    "name-has-a-past",
                    "Something was sent or decided under the name '"
                            + issued.client()
                            + "' before any key had it, and the next holder of the name would read that:"
                            + " choose another.");
        }
        Optional<String> bound = boundToAnother(tx, issued);
        if (bound.isPresent()) {
            return refused(422, "source-bound", bound.get());
        }
        // What is replaced has its sources and its name already.
        Optional<String> taken =
                issued.replaces() == null
                        ? names.takenFor(tx, issued, command.actor())
                        : Optional.empty();
        if (taken.isPresent()) {
            return refused(422, "source-taken", taken.get());
        }
        List<KeyEvent> events = new ArrayList<>(List.of(issued));
        if (issued.replaces() != null) {
            Optional<KeyTable.Stored> old = table.find(tx, issued.replaces());
            if (old.isEmpty() || !old.get().key().mayBeUsed(clock.instant())) {
                return refused(
                        422,
                        "key-ended",
                        "The key to be replaced may not be used any more: issue a new one.");
            }
            Instant ends = Instant.parse(command.data().required(ENDS).textValue());
            Instant already = old.get().key().expiresAt();
            events.add(
                    new KeyEnding(
                            issued.replaces(),
                            already == null || ends.isBefore(already) ? ends : already));
        }
        return new Change(tx, command, events);
    }

    /** A source has one owner, or nobody could say whose a measurement is. */
    private Optional<String> boundToAnother(Tx tx, KeyIssued issued) {
        for (KeyTable.Stored other : table.binding(tx)) {
            if (!other.key().client().equals(issued.client())
                    && other.key().mayBeUsed(clock.instant())) {
                for (String pattern : issued.sources()) {
                    if (other.key().sources().stream()
                            .anyMatch(theirs -> SourcePattern.overlap(pattern, theirs))) {
                        return Optional.of(
                                "Sources of '"
                                        + pattern
                                        + "' are bound to '"
                                        + other.key().client()
                                        + "' already: choose others, or end that client's keys.");
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Proposal revoke(Tx tx, Command command) {
        String id = command.data().required("id").textValue();
        Optional<KeyTable.Stored> found = table.find(tx, id);
        if (found.isEmpty()) {
            return refused(404, "not-defined", "There is no such key.");
        }
        return found.get().key().revokedAt() != null
                ? Proposal.nothing(answer(200, found.get().key()))
                : new Change(tx, command, List.of(new KeyRevoked(id)));
    }

    private static Proposal refused(int status, String code, String detail) {
        ObjectNode body = Json.object();
        body.set("refusals", RefusalJson.write(List.of(Refusal.of(code, detail))));
        return Proposal.nothing(new Proposal.Answer(status, Json.write(body)));
    }

    private static Proposal.Answer answer(int status, ApiKey key) {
        return new Proposal.Answer(status, Json.write(KeyJson.shown(key, null)));
    }

    private final class Change implements Proposal {
        private final Tx tx;
        private final List<KeyEvent> events;
        private final List<NewDecision> decisions = new ArrayList<>();
        private final Map<String, KeyTable.Stored> before = new HashMap<>();

        Change(Tx tx, Command command, List<KeyEvent> events) {
            this.tx = tx;
            this.events = events;
            for (KeyEvent event : events) {
                table.find(tx, event.id()).ifPresent(stored -> before.put(event.id(), stored));
                KeyTable.Stored known = before.get(event.id());
                decisions.add(
                        new NewDecision(
                                types.of(event).stored(),
                                known == null ? 1 : known.version() + 1,
                                "key:" + event.id(),
                                command.actor(),
                                command.requestId(),
                                types.write(event),
                                command.reason()));
            }
        }

        @Override
        public List<NewDecision> decisions() {
            return decisions;
        }

        @Override
        public Answer conclude(List<StoredDecision> stored) {
            List<ApiKey> after = new ArrayList<>();
            for (int i = 0; i < stored.size(); i++) {
                StoredDecision decision = stored.get(i);
                KeyTable.Stored was = before.get(events.get(i).id());
                ApiKey key = after(was == null ? null : was.key(), events.get(i), decision);
                table.put(tx, new KeyTable.Stored(key, decision.version(), decision.seq()));
                after.add(key);
            }
            tx.send("select pg_notify($1, '')", KeyTable.CHANNEL);
            return answer(events.getFirst() instanceof KeyIssued ? 201 : 200, after.getFirst());
        }

        @Override
        public void committed() {
            keys.refresh();
        }
    }

    /** A key after what was decided on it. */
    static ApiKey after(
            @org.jspecify.annotations.Nullable ApiKey before,
            KeyEvent event,
            StoredDecision decision) {
        if (event instanceof KeyIssued issued) {
            return new ApiKey(
                    issued.id(),
                    issued.client(),
                    issued.name(),
                    issued.hash(),
                    issued.scopes(),
                    issued.limits(),
                    issued.sources(),
                    decision.recordedAt(),
                    decision.actor(),
                    issued.expiresAt(),
                    null);
        }
        if (before == null) {
            throw new IllegalStateException("decided on a key that was never issued");
        }
        return before.evolve(event, decision.recordedAt());
    }
}
