package io.effekt.kpi.rest;

import io.effekt.access.Right;
import io.effekt.access.command.CommandRequest;
import io.effekt.access.command.Commands;
import io.effekt.http.ChangeReason;
import io.effekt.http.QueryParameters;
import io.effekt.http.body.JsonForm;
import io.effekt.json.Form;
import io.effekt.kernel.Problem;
import io.effekt.kernel.Refusal;
import io.effekt.kernel.Scope;
import io.effekt.kpi.application.ChangeablePlaces;
import io.effekt.kpi.application.OverrideHandler;
import io.effekt.kpi.application.OverrideJson;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.kpi.domain.definition.OverrideCommand;
import io.effekt.kpi.domain.definition.OverrideCommand.LiftOverride;
import io.effekt.kpi.domain.definition.OverrideCommand.OverrideStatus;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a person says beside a computed status. */
@Path("/api/v1/status/override")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Status")
public class OverrideResource {
    private final Commands commands;
    private final StatusRequests asked;
    private final ChangeablePlaces changeable;

    public OverrideResource(Commands commands, StatusRequests asked, ChangeablePlaces changeable) {
        this.commands = commands;
        this.asked = asked;
        this.changeable = changeable;
    }

    @PUT
    @RolesAllowed(Right.DEFINITIONS_WRITE)
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "overrideStatus",
            summary = "Say what a status is, beside what was computed",
            description =
                    "Shown as 'override' in every row of the KPI and scope that it is about, until it"
                            + " expires, is lifted, or another takes its place; the computed status"
                            + " stays as it is. Without 'period' it is about the headline.")
    @Parameter(name = "dryRun", in = ParameterIn.QUERY)
    @Parameter(name = "Prefer", in = ParameterIn.HEADER)
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = OverrideForm.class),
                            examples =
                                    @ExampleObject(
                                            name = "override",
                                            value =
                                                    """
                                                    {"kpi": "digital-adoption", "scope": "team:platform", "status": "at_risk",
                                                     "reason": "Two licences were counted twice", "expires": "2026-05-01T00:00:00Z"}
                                                    """)))
    @APIResponse(
            responseCode = "200",
            description = "It is in force",
            content = @Content(schema = @Schema(implementation = OverrideForm.Shown.class)))
    @APIResponse(responseCode = "202", description = "Accepted, not yet applied: see Location")
    @APIResponse(responseCode = "400", description = "No JSON, or a parameter that is unknown")
    @APIResponse(responseCode = "422", description = "Refused; 'errors' says where and why")
    @APIResponse(responseCode = "503", description = "Changes cannot be taken for the moment")
    public Response put(InputStream body, @Context UriInfo uri, @Context HttpHeaders headers) {
        CommandRequest request = CommandRequest.of(uri, headers);
        Form form = JsonForm.of(body);
        String reason = ChangeReason.of(form, headers);
        if (reason == null) {
            form.refuse("required", "reason", "Say why: a reason is required.");
        }
        OverrideStatus command = OverrideJson.read(form);
        return switch (form.finish(() -> command)) {
            case Form.Read.Wrong<?>(List<Refusal> refusals) ->
                    throw Problem.refused(422, refusals).exception();
            case Form.Read.Fine<?> fine -> {
                changeable.require(command.at());
                yield submit(request, reason, command, uri);
            }
        };
    }

    @DELETE
    @RolesAllowed(Right.DEFINITIONS_WRITE)
    @RunOnVirtualThread
    @Operation(
            operationId = "liftOverride",
            summary = "Lift an override",
            description = "From now on the computed status stands alone. The history stays.")
    @Parameter(
            name = "kpi",
            in = ParameterIn.QUERY,
            required = true,
            description = "Key of a KPI",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "scope",
            in = ParameterIn.QUERY,
            required = true,
            description = "team:<key>, stream:<key> or org",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "reason",
            in = ParameterIn.QUERY,
            description = "Why; or the header Effekt-Reason",
            schema = @Schema(type = SchemaType.STRING, maxLength = 2000))
    @Parameter(name = "dryRun", in = ParameterIn.QUERY)
    @Parameter(name = "Effekt-Reason", in = ParameterIn.HEADER)
    @Parameter(name = "Prefer", in = ParameterIn.HEADER)
    @APIResponse(
            responseCode = "200",
            description = "Nothing is in force any more",
            content = @Content(schema = @Schema(implementation = OverrideForm.Shown.class)))
    @APIResponse(responseCode = "202", description = "Accepted, not yet applied: see Location")
    @APIResponse(responseCode = "400", description = "A parameter is missing or cannot be read")
    @APIResponse(responseCode = "404", description = "No such KPI or scope, or never overridden")
    @APIResponse(responseCode = "503", description = "Changes cannot be taken for the moment")
    public Response lift(@Context UriInfo uri, @Context HttpHeaders headers) {
        QueryParameters given =
                new QueryParameters(
                        uri.getQueryParameters(), Set.of("kpi", "scope", "reason", "dryRun"));
        String kpi = asked.kpi(given).key();
        Scope scope = asked.scope(given);
        String reason = given.text("reason");
        changeable.require(new KpiScope(kpi, scope));
        return submit(
                CommandRequest.of(given, headers),
                reason == null ? ChangeReason.of(headers) : reason,
                new LiftOverride(new KpiScope(kpi, scope)),
                uri);
    }

    private Response submit(
            CommandRequest request, @Nullable String reason, OverrideCommand command, UriInfo uri) {
        return commands.answer(
                request,
                commands.command(
                        OverrideHandler.name(command), reason, OverrideHandler.write(command)),
                uri);
    }
}
