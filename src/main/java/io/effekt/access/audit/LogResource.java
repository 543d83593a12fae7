package io.effekt.access.audit;

import io.effekt.access.CurrentCaller;
import io.effekt.access.Right;
import io.effekt.access.command.CommandRequest;
import io.effekt.database.Database;
import io.effekt.eventstore.chain.HeadsDocument;
import io.effekt.eventstore.chain.SigningKeys;
import io.effekt.eventstore.postgres.verify.LogVerifier;
import io.effekt.json.Json;
import io.effekt.kernel.Problem;
import io.quarkus.security.ForbiddenException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Whether the history that the service stands on is still the one that was recorded. */
@Path("/api/v1/log")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit")
public class LogResource {

    private static final Problem NO_STORE =
            Problem.unavailable(
                    "store-without-id",
                    "The table store_identity is empty: somebody has changed the database. POST"
                            + " /api/v1/log/verify tells whether more was changed; bring the rows"
                            + " back from a backup.",
                    60);

    private final Database database;
    private final LogVerifier verifier;
    private final LogVerification verification;
    private final SigningKeys keys;
    private final CurrentCaller caller;
    private final InstantSource clock;

    public LogResource(
            Database database,
            LogVerifier verifier,
            LogVerification verification,
            SigningKeys keys,
            CurrentCaller caller,
            InstantSource clock) {
        this.database = database;
        this.verifier = verifier;
        this.verification = verification;
        this.keys = keys;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @RolesAllowed(Right.AUDIT_READ)
    @Path("/head")
    @RunOnVirtualThread
    @Operation(
            operationId = "getLogHead",
            summary = "Where the log stands, signed",
            description =
                    "Keep the answer somewhere that nobody of the service's own machines can write"
                            + " to: with it, POST /log/verify finds a log that was cut off or"
                            + " rewritten, which the log alone cannot show. The signature is over"
                            + " the text in 'signed'.")
    @APIResponse(
            responseCode = "200",
            description = "The last entry of each partition and the hash over all up to there",
            content = @Content(schema = @Schema(implementation = LogDocument.Heads.class)))
    @APIResponse(responseCode = "503", description = "Nothing says any more which store this is")
    public Response head() {
        mayAsk();
        HeadsDocument document =
                database.onOneSnapshot(tx -> verifier.heads(tx, clock.instant()))
                        .orElseThrow(NO_STORE::exception);
        return Response.ok(Json.write(LogDocument.json(document, keys.signing())))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    @POST
    @RolesAllowed(Right.AUDIT_READ)
    @Path("/verify")
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "verifyLog",
            summary = "Check that history is as it was recorded",
            description =
                    "Hashes the values of both logs again, in order, with all that lies beside them,"
                            + " and compares with heads that were saved. Reads in small steps and"
                            + " keeps nobody waiting. 'Prefer: wait=N' says how long the answer may"
                            + " take (10 s, at most 60); a longer run is answered 202 and read at"
                            + " 'Location', from the same instance.")
    @Parameter(
            name = "Prefer",
            in = ParameterIn.HEADER,
            description = "How long to wait for the end",
            schema = @Schema(type = SchemaType.STRING, examples = "wait=30"))
    @RequestBody(content = @Content(schema = @Schema(implementation = LogDocument.Request.class)))
    @APIResponse(
            responseCode = "200",
            description = "What was found: 'verified' is false when anything was changed",
            content = @Content(schema = @Schema(implementation = LogDocument.Verification.class)))
    @APIResponse(
            responseCode = "202",
            description = "It goes on; see 'Location'",
            content = @Content(schema = @Schema(implementation = LogDocument.Verification.class)))
    @APIResponse(responseCode = "400", description = "No JSON")
    @APIResponse(responseCode = "409", description = "Another one is under way on this instance")
    @APIResponse(responseCode = "422", description = "These are no saved heads")
    @APIResponse(responseCode = "503", description = "The log cannot be read for the moment")
    public Response verify(byte[] body, @Context HttpHeaders headers) {
        mayAsk();
        var saved = LogDocument.request(body);
        LogVerification.Run run =
                verification
                        .start(saved)
                        .orElseThrow(() ->
                                Problem.of(
                                                409,
                                                "verification-under-way",
                                                "Another verification is under way: wait for its"
                                                        + " end and ask again.")
                                        .withHeader("Retry-After", "5")
                                        .exception());
        run.await(CommandRequest.patience(headers));
        if (!run.isUnderWay()) {
            return done(run);
        }
        return Response.accepted(Json.write(LogDocument.json(run)))
                .location(URI.create("/api/v1/log/verify/" + run.id()))
                .header("Retry-After", 1)
                .build();
    }

    @GET
    @RolesAllowed(Right.AUDIT_READ)
    @Path("/verify/{id}")
    @RunOnVirtualThread
    @Operation(
            operationId = "getLogVerification",
            summary = "How far a verification is, and what it found",
            description = "An instance remembers its last 20.")
    @Parameter(name = "id", in = ParameterIn.PATH, description = "As the 202 had it")
    @APIResponse(
            responseCode = "200",
            description = "Its state",
            content = @Content(schema = @Schema(implementation = LogDocument.Verification.class)))
    @APIResponse(responseCode = "404", description = "This instance remembers no such one")
    public Response verification(@PathParam("id") String id) {
        mayAsk();
        LogVerification.Run run =
                uuid(id).flatMap(verification::find)
                        .orElseThrow(() ->
                                Problem.notFound(
                                                "This instance remembers no such verification: start"
                                                        + " one with POST /api/v1/log/verify.")
                                        .exception());
        return Response.ok(Json.write(LogDocument.json(run)))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static Response done(LogVerification.Run run) {
        if (run.found().isEmpty()) {
            throw Problem.unavailable(
                            "log-not-verified",
                            "The log could not be read to its end; ask again.",
                            5)
                    .exception();
        }
        return Response.ok(Json.write(LogDocument.json(run))).build();
    }

    /** The log is about everything: a caller limited to some of it may not ask. */
    private void mayAsk() {
        if (!caller.limits().isUnrestricted()) {
            throw new ForbiddenException();
        }
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
