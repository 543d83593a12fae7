package io.effekt.access.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.access.Caller;
import io.effekt.access.CurrentCaller;
import io.effekt.access.Right;
import io.effekt.access.command.CommandAnswer;
import io.effekt.access.command.Commands;
import io.effekt.access.keys.Keys;
import io.effekt.eventstore.decision.Command;
import io.effekt.http.ChangeReason;
import io.effekt.http.Cursor;
import io.effekt.http.QueryParameters;
import io.effekt.http.body.JsonForm;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.kernel.NearestWord;
import io.effekt.kernel.Problem;
import io.effekt.kernel.Refusal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Whose sources are, for stewards of the whole organisation. */
@Path("/api/v1/sources")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sources")
public class SourceResource {
    private final SourceTable table;
    private final SourceOwners owners;
    private final Keys keys;
    private final Commands commands;
    private final CurrentCaller caller;

    public SourceResource(
            SourceTable table,
            SourceOwners owners,
            Keys keys,
            Commands commands,
            CurrentCaller caller) {
        this.table = table;
        this.owners = owners;
        this.keys = keys;
        this.commands = commands;
        this.caller = caller;
    }

    @GET
    @RolesAllowed(Right.SURVEY_STEWARD)
    @RunOnVirtualThread
    @Operation(
            operationId = "listSources",
            summary = "Whose sources are",
            description =
                    "In order of their names. A client's own name belongs to that client and is not in"
                            + " the list unless somebody else may send in it too; what a key binds stands"
                            + " with the key.")
    @Parameter(
            name = "source",
            in = ParameterIn.QUERY,
            description = "Only this one",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "1 to 1,000; 100 when absent",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000"))
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @APIResponse(
            responseCode = "200",
            description = "One page",
            content = @Content(schema = @Schema(implementation = SourceForm.Page.class)))
    public Response list(@Context UriInfo uri) {
        requireWhole();
        QueryParameters given =
                new QueryParameters(uri.getQueryParameters(), Set.of("source", "limit", "cursor"));
        int limit = given.number("limit", 100, 1, 1_000);
        List<String> after = Cursor.read(given.text("cursor"), 1);
        List<SourceOwner> rows =
                table.page(
                        given.text("source"), after == null ? null : after.getFirst(), limit + 1);
        List<SourceOwner> shown = rows.size() > limit ? rows.subList(0, limit) : rows;
        ObjectNode page = Json.object();
        var items = page.putArray("items");
        shown.forEach(owner -> items.add(SourceHandler.shown(owner)));
        page.put(
                "next",
                rows.size() > limit ? Cursor.next(uri, List.of(shown.getLast().source())) : null);
        return Response.ok(Json.write(page), MediaType.APPLICATION_JSON_TYPE).build();
    }

    @POST
    @RolesAllowed(Right.SURVEY_STEWARD)
    @Path("/hand-over")
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "handOverSource",
            summary = "Give a source to another client, or bind it to several",
            description =
                    "From then on these clients, and no others, may send measurements in its name,"
                            + " correct and retract what was sent in it. A client's own name stays"
                            + " that client's too. Kept in the log with who did it and why.")
    @RequestBody(
            required = true,
            content = @Content(schema = @Schema(implementation = SourceForm.Wanted.class)))
    @APIResponse(
            responseCode = "200",
            description = "It belongs to them",
            content = @Content(schema = @Schema(implementation = SourceForm.Shown.class)))
    @APIResponse(responseCode = "202", description = "Accepted, not yet decided: see Location")
    @APIResponse(responseCode = "400", description = "No JSON")
    @APIResponse(responseCode = "422", description = "Refused; 'errors' says where and why")
    @APIResponse(responseCode = "503", description = "Changes cannot be taken for the moment")
    public Response handOver(byte @Nullable [] body, @Context HttpHeaders headers) {
        requireWhole();
        Form form = JsonForm.of(body);
        String reason = ChangeReason.of(form, headers);
        String source = form.tree().path("source").asText();
        for (String client : form.textList("clients")) {
            // A name that is a source may be given it before it is a client: POST /keys asks that.
            if (!client.equals(source)) {
                requireKnown(form, client);
            }
        }
        SourceForm asked =
                switch (SourceForm.read(form)) {
                    case Form.Read.Fine<SourceForm>(SourceForm fine) -> fine;
                    case Form.Read.Wrong<SourceForm>(List<Refusal> refusals) ->
                            throw Problem.refused(422, refusals).exception();
                };
        Command command = commands.command(SourceHandler.HAND_OVER, reason, asked.json());
        var outcome = commands.submit(command, headers);
        owners.refresh();
        return outcome.map(
                        done -> Response.ok(done.body(), MediaType.APPLICATION_JSON_TYPE).build())
                .orElseGet(() -> CommandAnswer.pending(command).build());
    }

    /** A name that nobody has would lock everybody out. */
    private void requireKnown(Form form, String client) {
        if (client.isEmpty() || client.startsWith(Caller.PERSON) || keys.isName(client)) {
            return;
        }
        String meant =
                NearestWord.to(client, keys.clients())
                        .map(name -> " Did you mean '" + name + "'?")
                        .orElse("");
        form.refuse(
                "unknown-client",
                "clients",
                "No client '" + client + "' has had a key: issue one first." + meant);
    }

    private void requireWhole() {
        if (!caller.limits().isUnrestricted()) {
            throw Problem.of(
                            403,
                            "not-permitted",
                            "Sources belong to clients of the whole organisation: ask a steward"
                                    + " without limits.")
                    .exception();
        }
    }
}
