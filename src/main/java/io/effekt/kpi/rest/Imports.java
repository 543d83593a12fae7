package io.effekt.kpi.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.access.command.CommandAnswer;
import io.effekt.access.command.CommandRequest;
import io.effekt.access.command.Commands;
import io.effekt.eventstore.decision.Command;
import io.effekt.eventstore.decision.CommandOutcome;
import io.effekt.json.Json;
import io.effekt.resource.ImportHandler;
import io.effekt.resource.ResourceImport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Submits many definitions at once, and answers what became of each. */
@ApplicationScoped
public class Imports {
    private final Commands commands;

    public Imports(Commands commands) {
        this.commands = commands;
    }

    Response take(
            CommandRequest request, @Nullable String reason, ResourceImport wanted, UriInfo uri) {
        Command command = commands.command(ImportHandler.NAME, reason, wanted.json());
        Optional<CommandOutcome> outcome = commands.take(request, command);
        if (outcome.isEmpty()) {
            return CommandAnswer.pending(command).build();
        }
        return outcome.get().isDone()
                ? CommandAnswer.of(request, outcome.get(), uri)
                : refused(outcome.get(), uri);
    }

    /** A problem like any other, with the result of each item beside its errors. */
    private static Response refused(CommandOutcome outcome, UriInfo uri) {
        ObjectNode result = Json.stored(outcome.body());
        ObjectNode problem =
                Json.object()
                        .put("type", "urn:effekt:problem:import-refused")
                        .put("title", "Refused")
                        .put("status", outcome.status())
                        .put(
                                "detail",
                                result.path("refused").asInt()
                                        + " of "
                                        + result.path("items").size()
                                        + " definitions are refused, and none was taken; see"
                                        + " 'errors'.")
                        .put("instance", uri.getAbsolutePath().getPath())
                        .put("code", "import-refused");
        problem.set("errors", result.remove("refusals"));
        problem.setAll(result);
        return Response.status(outcome.status())
                .type("application/problem+json")
                .entity(Json.write(problem))
                .build();
    }
}
