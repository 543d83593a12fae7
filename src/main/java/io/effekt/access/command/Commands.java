package io.effekt.access.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.access.CurrentCaller;
import io.effekt.eventstore.decision.Command;
import io.effekt.eventstore.decision.CommandOutcome;
import io.effekt.eventstore.decision.Decisions;
import io.effekt.kernel.Problem;
import io.effekt.kernel.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Hands in commands of the caller. Blocks: for virtual threads only. */
@ApplicationScoped
public class Commands {
    private final Decisions decisions;
    private final CurrentCaller caller;

    public Commands(Decisions decisions, CurrentCaller caller) {
        this.decisions = decisions;
        this.caller = caller;
    }

    /** A command of the caller. */
    public Command command(String name, @Nullable String reason, ObjectNode data) {
        return new Command(UUID.randomUUID(), name, caller.get().actor(), reason, data);
    }

    /**
     * Decides as the request asks for it, and answers with what became of it.
     *
     * @throws ProblemException with the refusals; 503 when Kafka does not take the command
     */
    public Response answer(CommandRequest request, Command command, UriInfo uri) {
        return take(request, command)
                .map(outcome -> CommandAnswer.of(request, outcome, uri))
                .orElseGet(() -> CommandAnswer.pending(command).build());
    }

    /**
     * Decides as the request asks for it; refusals are an outcome like any other.
     *
     * @return empty when the time that the caller gives was over before
     * @throws ProblemException 503 when Kafka does not take the command
     */
    public Optional<CommandOutcome> take(CommandRequest request, Command command) {
        if (request.dryRun()) {
            return Optional.of(decisions.tryOut(command));
        }
        try {
            return decisions.submit(command, request.patience());
        } catch (Decisions.DecisionsUnavailable e) {
            throw Problem.unavailable(
                            "kafka-unavailable",
                            "Changes cannot be taken for the moment; send it again.",
                            2)
                    .exception();
        }
    }

    /**
     * Waits for what is decided.
     *
     * @return empty when the time that the caller gives was over before
     * @throws ProblemException with the refusals; 503 when Kafka does not take the command
     */
    public Optional<CommandOutcome> submit(Command command, HttpHeaders headers) {
        Optional<CommandOutcome> outcome = take(CommandRequest.of(headers), command);
        outcome.ifPresent(CommandAnswer::requireDone);
        return outcome;
    }

    /** The outcome of an earlier command; empty while there is none. */
    public Optional<CommandOutcome> outcome(UUID requestId) {
        return decisions.outcome(requestId);
    }
}
