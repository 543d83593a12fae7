package io.effekt.ingest.door;

import io.effekt.access.Right;
import io.effekt.access.command.CommandAnswer;
import io.effekt.access.command.Commands;
import io.effekt.eventstore.decision.Command;
import io.effekt.http.ChangeReason;
import io.effekt.http.body.JsonForm;
import io.effekt.ingest.append.ReleaseHandler;
import io.effekt.json.Form;
import io.effekt.kernel.Problem;
import io.effekt.kernel.Refusal;
import io.effekt.organization.CallerVisibility;
import io.effekt.organization.Visibility;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Where a steward lets count what came too late for a closed period. */
@Path("/api/v1/measurements/held/release")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Measurements")
public class ReleaseResource {

    private final Commands commands;
    private final CallerVisibility callerVisibility;

    public ReleaseResource(Commands commands, CallerVisibility callerVisibility) {
        this.callerVisibility = callerVisibility;
        this.commands = commands;
    }

    /** What is to be released, for the document of the API. */
    @Schema(name = "Release")
    record Body(
            @Schema(required = true, examples = "enps") String kpi,
            @Schema(required = true, examples = "team:platform") String scope,
            @Schema(required = true, examples = "2026-Q1") String period,
            @Nullable String reason) {}

    /** What was released, for the document of the API. */
    @Schema(name = "Released")
    record Done(String kpi, String scope, String period, long counted, long rejected) {}

    @POST
    @RolesAllowed(Right.SURVEY_STEWARD)
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "releaseHeld",
            summary = "Let count what came too late for a closed period",
            description =
                    "For a KPI with minGroupSize. All that is held for the KPI, the scope and the"
                            + " period counts together, or nothing does: refused when it would"
                            + " change fewer answers than may be shown. Needs the role of a"
                            + " steward; kept in the log with who did it and why.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Body.class)))
    @APIResponse(
            responseCode = "200",
            description = "Released",
            content = @Content(schema = @Schema(implementation = Done.class)))
    @APIResponse(responseCode = "202", description = "Not decided yet: see Location")
    @APIResponse(responseCode = "400", description = "The body cannot be read")
    @APIResponse(responseCode = "403", description = "Only a steward may do this")
    @APIResponse(responseCode = "404", description = "Nothing is held for that period")
    @APIResponse(
            responseCode = "422",
            description = "release-too-small, or a field of the body is wrong")
    @APIResponse(responseCode = "503", description = "Kafka does not take it for the moment")
    public Response release(InputStream body, @Context HttpHeaders headers) {
        Form form = JsonForm.of(body);
        String reason = ChangeReason.of(form, headers);
        ReleaseForm asked =
                switch (ReleaseForm.read(form)) {
                    case Form.Read.Fine<ReleaseForm>(ReleaseForm fine) -> fine;
                    case Form.Read.Wrong<ReleaseForm>(List<Refusal> refusals) ->
                            throw Problem.refused(422, refusals).exception();
                };
        if (!isWithin(asked)) {
            throw Problem.refused(404, List.of(ReleaseHandler.nothingHeld(asked))).exception();
        }
        Command command = commands.command(ReleaseForm.COMMAND, reason, asked.json());
        return commands.submit(command, headers)
                .map(outcome -> CommandAnswer.of(outcome).build())
                .orElseGet(() -> CommandAnswer.pending(command).build());
    }

    /** A steward of some teams releases what counts for them on every day of the period. */
    private boolean isWithin(ReleaseForm asked) {
        Visibility visibility = callerVisibility.now();
        return asked.period()
                .start()
                .datesUntil(asked.period().endExclusive())
                .allMatch(day ->
                        visibility.sees(
                                asked.kpi(),
                                asked.scope(),
                                visibility.organisation().streamOf(asked.scope(), day)));
    }
}
