package io.effekt.kpi.application;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.eventstore.decision.Command;
import io.effekt.eventstore.decision.CommandOutcome;
import io.effekt.eventstore.decision.Decisions;
import io.effekt.kpi.domain.definition.DefinitionCommand;
import io.effekt.kpi.domain.definition.OverrideCommand;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes in what somebody wants of the definitions. Blocks: for virtual threads only. */
@ApplicationScoped
public class DefinitionDesk {
    private final Decisions decisions;
    private final DefinitionsView view;

    public DefinitionDesk(Decisions decisions, DefinitionsView view) {
        this.decisions = decisions;
        this.view = view;
    }

    /** Somebody's request: who, why, and under which id its outcome is found. */
    public record Request(UUID id, String actor, @Nullable String reason) {}

    /**
     * Has it decided, and waits until this instance shows what was decided.
     *
     * @return empty when the time is over before
     */
    public Optional<CommandOutcome> submit(
            Request request, DefinitionCommand wanted, Duration wait) {
        return submit(command(request, wanted), wait);
    }

    /** Decides, and changes nothing. */
    public CommandOutcome tryOut(Request request, DefinitionCommand wanted) {
        return decisions.tryOut(command(request, wanted));
    }

    /**
     * Like {@link #submit(Request, DefinitionCommand, Duration)} for many at once, all or nothing.
     */
    public Optional<CommandOutcome> submit(
            Request request, DefinitionImport wanted, Duration wait) {
        return submit(command(request, wanted), wait);
    }

    /** Like {@link #tryOut(Request, DefinitionCommand)} for many at once. */
    public CommandOutcome tryOut(Request request, DefinitionImport wanted) {
        return decisions.tryOut(command(request, wanted));
    }

    /** Like {@link #submit(Request, DefinitionCommand, Duration)} for an override. */
    public Optional<CommandOutcome> submit(Request request, OverrideCommand wanted, Duration wait) {
        return submit(command(request, wanted), wait);
    }

    /** Like {@link #tryOut(Request, DefinitionCommand)} for an override. */
    public CommandOutcome tryOut(Request request, OverrideCommand wanted) {
        return decisions.tryOut(command(request, wanted));
    }

    /** The outcome of an earlier request; empty while there is none. */
    public Optional<CommandOutcome> outcome(UUID requestId) {
        return decisions.outcome(requestId);
    }

    private Optional<CommandOutcome> submit(Command command, Duration wait) {
        Optional<CommandOutcome> outcome = decisions.submit(command, wait);
        outcome.filter(CommandOutcome::isDone).ifPresent(done -> view.upTo(done.seq()));
        return outcome;
    }

    private static Command command(Request request, DefinitionCommand wanted) {
        return command(
                request, DefinitionCommandJson.name(wanted), DefinitionCommandJson.write(wanted));
    }

    private static Command command(Request request, OverrideCommand wanted) {
        return command(request, OverrideHandler.name(wanted), OverrideHandler.write(wanted));
    }

    private static Command command(Request request, DefinitionImport wanted) {
        return command(request, ImportHandler.NAME, wanted.json());
    }

    private static Command command(Request request, String name, ObjectNode data) {
        return new Command(request.id(), name, request.actor(), request.reason(), data);
    }
}
