package io.effekt.access.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.effekt.eventstore.decision.Command;
import io.effekt.eventstore.decision.CommandOutcome;
import io.effekt.json.Json;
import io.effekt.json.RefusalJson;
import io.effekt.kernel.Problem;
import io.effekt.kernel.ProblemException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** What became of a command, as HTTP answers it. */
public final class CommandAnswer {
    /** Header that says that nothing was changed. */
    public static final String DRY_RUN = "Effekt-Dry-Run";

    private CommandAnswer() {}

    /**
     * The resource with its version as a strong tag; nothing is created by a dry run.
     *
     * @throws ProblemException with the refusals
     */
    public static Response of(CommandRequest request, CommandOutcome outcome, UriInfo uri) {
        Response.ResponseBuilder answer = of(outcome);
        if (request.dryRun()) {
            return answer.status(200).header(DRY_RUN, true).build();
        }
        if (outcome.status() == 201) {
            answer.location(uri.getAbsolutePath());
        }
        JsonNode version = Json.stored(outcome.body()).path("version");
        return version.isInt()
                ? answer.header(HttpHeaders.ETAG, "\"" + version.intValue() + "\"").build()
                : answer.build();
    }

    /**
     * The status and body of the outcome.
     *
     * @throws ProblemException with the refusals
     */
    public static Response.ResponseBuilder of(CommandOutcome outcome) {
        requireDone(outcome);
        return Response.status(outcome.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(outcome.body().getBytes(StandardCharsets.UTF_8));
    }

    /** 202: it is durable and will be decided; names where its outcome is found. */
    public static Response.ResponseBuilder pending(Command command) {
        String id = command.requestId().toString();
        return Response.accepted()
                .location(URI.create("/api/v1/commands/" + id))
                .header("Retry-After", 1)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(Json.write(Json.object().put("command", id)));
    }

    static void requireDone(CommandOutcome outcome) {
        if (!outcome.isDone()) {
            throw Problem.refused(outcome.status(), RefusalJson.read(Json.stored(outcome.body())))
                    .exception();
        }
    }
}
