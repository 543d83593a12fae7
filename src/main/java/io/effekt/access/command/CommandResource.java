package io.effekt.access.command;

import io.effekt.access.Caller;
import io.effekt.access.CurrentCaller;
import io.effekt.access.Right;
import io.effekt.access.audit.Refusals;
import io.effekt.eventstore.decision.CommandOutcome;
import io.effekt.http.RequestId;
import io.effekt.json.Json;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What became of a change that was answered 202. */
@Path("/api/v1/commands")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Definitions")
public class CommandResource {
    private final Commands commands;
    private final CurrentCaller caller;
    private final Refusals refusals;

    public CommandResource(Commands commands, CurrentCaller caller, Refusals refusals) {
        this.commands = commands;
        this.caller = caller;
        this.refusals = refusals;
    }

    @GET
    @Authenticated
    @Path("/{id}")
    @RunOnVirtualThread
    @Operation(
            operationId = "getCommand",
            summary = "What became of a change",
            description =
                    "The answer that the change would have had if it had been waited for; 202 while it"
                            + " has not been decided, or statuses that follow from it are not evaluated"
                            + " yet. Kept for some weeks, for the one who sent the"
                            + " change and for auditors; anybody else is told 202 as well.")
    @APIResponse(
            responseCode = "200",
            description = "Done: the resource",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(
            responseCode = "201",
            description = "Done, for the first time: the resource",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "202", description = "Not decided yet, or never heard of")
    @APIResponse(responseCode = "400", description = "Not the id of a command")
    @APIResponse(responseCode = "412", description = "It was at another version")
    @APIResponse(responseCode = "422", description = "Refused")
    public Response get(@PathParam("id") UUID id, @Context RoutingContext request) {
        return commands.outcome(id)
                .filter(outcome -> maySee(outcome, RequestId.uuid(request)))
                .map(outcome -> CommandAnswer.of(outcome).build())
                .orElseGet(() ->
                        Response.accepted(Json.write(Json.object().put("command", id.toString())))
                                .header("Retry-After", 1)
                                .build());
    }

    /** A command that waits is known to nobody yet, so what is another's is answered like that. */
    private boolean maySee(CommandOutcome outcome, UUID request) {
        Caller asking = caller.get();
        boolean may =
                asking.actor().equals(outcome.actor())
                        || (asking.may(Right.AUDIT_READ) && asking.limits().isUnrestricted());
        if (!may) {
            refusals.refused(
                    asking.actor(),
                    request,
                    "GET /api/v1/commands/" + outcome.requestId(),
                    "It is a command of somebody else.");
        }
        return may;
    }
}
