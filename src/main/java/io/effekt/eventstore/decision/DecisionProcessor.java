package io.effekt.eventstore.decision;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.database.Database;
import io.effekt.database.Tx;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.StoredDecision;
import io.effekt.eventstore.decision.CommandHandler.InvalidCommand;
import io.effekt.eventstore.postgres.CommandOutcomes;
import io.effekt.eventstore.postgres.DecisionLog;
import io.effekt.json.Json;
import io.effekt.json.MalformedJson;
import io.effekt.json.RefusalJson;
import io.effekt.kernel.Refusal;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Takes one command after the other, each in one transaction: lock the head, see that nobody else
 * has moved it, decide, append, project, keep the outcome, move Kafka's offset.
 */
@ApplicationScoped
public class DecisionProcessor {
    private static final Refusal UNSEALED =
            new Refusal(
                    "not-permitted",
                    "/command",
                    "This command is taken from the service's own door only, which knows who sends"
                            + " it: use HTTP.");

    private final Database database;
    private final DecisionLog log;
    private final CommandOutcomes outcomes;
    private final InstantSource clock;
    private final Map<String, CommandHandler> handlers = new HashMap<>();

    public DecisionProcessor(
            Database database,
            DecisionLog log,
            CommandOutcomes outcomes,
            InstantSource clock,
            @All List<CommandHandler> all) {
        this.database = database;
        this.log = log;
        this.outcomes = outcomes;
        this.clock = clock;
        for (CommandHandler handler : all) {
            for (String name : handler.names()) {
                if (handlers.put(name, handler) != null) {
                    throw new IllegalStateException("two handlers of " + name);
                }
            }
        }
    }

    /** What came of a record. */
    public sealed interface Result {
        /** It is done, now or when it came before. */
        record Done(CommandOutcome outcome) implements Result {}

        /** It lies before the offset that the log goes on from. */
        record Passed() implements Result {}

        /** Somebody else has moved the log: nothing was done; go on from that offset. */
        record Moved(long nextOffset) implements Result {}
    }

    /**
     * Takes one record.
     *
     * @param readFrom the offset that the log's head must stand at
     */
    public Result take(long readFrom, DecisionRecord record) {
        return process(
                readFrom,
                record,
                (tx, head, id) -> {
                    try {
                        return decided(tx, head, CommandJson.read(id, record.value()), record);
                    } catch (InvalidCommand e) {
                        return rejected(tx, head, id, record, e.refusals());
                    }
                });
    }

    /** Keeps a record that makes the program stumble, so that the next ones are taken. */
    Result setAside(long readFrom, DecisionRecord record) {
        Refusal reason =
                Refusal.of(
                        "not-decided",
                        "It could not be decided. It is kept, and the service's log tells why.");
        return process(
                readFrom,
                record,
                (tx, head, id) -> rejected(tx, head, id, record, List.of(reason)));
    }

    /** What a command would come to, decided and rolled back. */
    CommandOutcome tryOut(Command command) {
        try {
            database.run(tx -> {
                LogHead head = log.lock(tx);
                CommandOutcome outcome;
                try {
                    Proposal proposal = handler(command).decide(tx, head, command);
                    outcome = conclude(tx, head, command, proposal, head.kafkaOffset());
                } catch (InvalidCommand e) {
                    outcome = invalid(command.requestId(), command.actor(), head, e.refusals());
                }
                // Waits for what was sent, so that its failure is not taken for an answer.
                tx.query("select 1");
                throw new TriedOut(outcome);
            });
        } catch (TriedOut e) {
            return e.outcome;
        }
        throw new IllegalStateException("a trial always ends with its outcome");
    }

    private interface Work {
        Worked in(Tx tx, LogHead head, UUID requestId);
    }

    private record Worked(CommandOutcome outcome, Runnable committed) {}

    private Result process(long readFrom, DecisionRecord record, Work work) {
        AtomicReference<Runnable> committed = new AtomicReference<>(() -> {});
        Result result =
                database.inTransaction(tx -> {
                    LogHead head = log.lock(tx);
                    if (head.kafkaOffset() != readFrom) {
                        return new Result.Moved(head.kafkaOffset());
                    }
                    if (record.offset() < readFrom) {
                        return new Result.Passed();
                    }
                    UUID id = record.requestIdIn(head.epoch());
                    Optional<CommandOutcome> earlier = outcomes.find(tx, id);
                    if (earlier.isPresent()) {
                        move(tx, head, record);
                        return new Result.Done(earlier.get());
                    }
                    Worked worked = work.in(tx, head, id);
                    committed.set(worked.committed);
                    return new Result.Done(worked.outcome);
                });
        if (result instanceof Result.Done) {
            committed.get().run();
        }
        return result;
    }

    private Worked decided(Tx tx, LogHead head, Command command, DecisionRecord record)
            throws InvalidCommand {
        CommandHandler handler = handler(command);
        // Write access to the topic is no authority: only a sealed command has an authenticated
        // actor.
        if (!record.sealed()) {
            throw new InvalidCommand(List.of(UNSEALED));
        }
        Proposal proposal = handler.decide(tx, head, command);
        CommandOutcome outcome = conclude(tx, head, command, proposal, record.offset() + 1);
        outcomes.keep(tx, outcome, record.offset(), clock.instant());
        return new Worked(outcome, proposal::committed);
    }

    private CommandOutcome conclude(
            Tx tx, LogHead head, Command command, Proposal proposal, long nextOffset) {
        List<StoredDecision> stored =
                log.append(tx, head, proposal.decisions(), clock.instant(), nextOffset);
        Proposal.Answer answer = proposal.conclude(stored);
        return new CommandOutcome(
                command.requestId(),
                command.actor(),
                answer.status(),
                head.seq() + stored.size(),
                answer.body(),
                answer.follows());
    }

    private CommandHandler handler(Command command) throws InvalidCommand {
        CommandHandler handler = handlers.get(command.name());
        if (handler == null) {
            throw new InvalidCommand(
                    List.of(
                            new Refusal(
                                    "unknown-command",
                                    "/command",
                                    "There is no such command in this version of the service.")));
        }
        return handler;
    }

    private Worked rejected(
            Tx tx, LogHead head, UUID id, DecisionRecord record, List<Refusal> refusals) {
        Instant now = clock.instant();
        move(tx, head, record);
        String claimed = claimed(record);
        outcomes.reject(
                tx, head, record.offset(), id, refusals.getFirst(), claimed, record.value(), now);
        CommandOutcome outcome = invalid(id, record.sealed() ? claimed : null, head, refusals);
        outcomes.keep(tx, outcome, record.offset(), now);
        return new Worked(outcome, () -> {});
    }

    private void move(Tx tx, LogHead head, DecisionRecord record) {
        log.append(tx, head, List.of(), clock.instant(), record.offset() + 1);
    }

    /** Who a record says it is from, also where its data is none. */
    private static @Nullable String claimed(DecisionRecord record) {
        byte[] value = record.value();
        try {
            return value == null ? null : Json.read(value).path("actor").textValue();
        } catch (MalformedJson e) {
            return null;
        }
    }

    private static CommandOutcome invalid(
            UUID id, @Nullable String actor, LogHead head, List<Refusal> refusals) {
        ObjectNode body = Json.object();
        body.set("refusals", RefusalJson.write(refusals));
        return new CommandOutcome(id, actor, 422, head.seq(), Json.write(body), List.of());
    }

    /** Ends a trial: whatever was written is rolled back. */
    private static final class TriedOut extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient CommandOutcome outcome;

        private TriedOut(CommandOutcome outcome) {
            super(null, null, false, false);
            this.outcome = outcome;
        }
    }
}
