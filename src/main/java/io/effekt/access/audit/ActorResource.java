package io.effekt.access.audit;

import io.effekt.access.Caller;
import io.effekt.access.CurrentCaller;
import io.effekt.access.Right;
import io.effekt.access.command.CommandAnswer;
import io.effekt.access.command.Commands;
import io.effekt.access.keys.Keys;
import io.effekt.access.people.People;
import io.effekt.database.Database;
import io.effekt.eventstore.decision.Command;
import io.effekt.eventstore.postgres.DecisionLookup;
import io.effekt.http.ChangeReason;
import io.effekt.http.QueryParameters;
import io.effekt.json.Json;
import io.effekt.kernel.Problem;
import io.quarkus.security.ForbiddenException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who the log names, and forgetting them. */
@Path("/api/v1/actors/{actor}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit")
public class ActorResource {
    private final Database database;
    private final DecisionLookup pages;
    private final Keys keys;
    private final People people;
    private final Commands commands;
    private final CurrentCaller caller;

    public ActorResource(
            Database database,
            DecisionLookup pages,
            Keys keys,
            People people,
            Commands commands,
            CurrentCaller caller) {
        this.database = database;
        this.pages = pages;
        this.keys = keys;
        this.people = people;
        this.commands = commands;
        this.caller = caller;
    }

    /** Somebody that the log names. */
    @Schema(name = "Actor")
    record Actor(
            @Schema(examples = "person:0190c1f0-5d3e-7c1a-9b1e-0d5f6a7b8c9d") String actor,
            @Schema(
                            description = "A client has a key; a person has signed in",
                            enumeration = {"client", "person"})
                    String kind,
            @Schema(description = "As their provider last told it; null when nobody knows")
                    @Nullable String name,
            @Nullable Instant firstSeen,
            @Nullable Instant lastSeen,
            @Schema(description = "When they were last erased") @Nullable Instant erasedAt) {}

    /** What an erasure took. */
    @Schema(name = "Erasure")
    record Erasure(
            String actor,
            @Schema(description = "Whether there was a name, of a person or of keys")
                    boolean nameErased,
            @Schema(description = "Comments, reasons, refused and waiting bodies")
                    long textsErased) {}

    @GET
    @RolesAllowed(Right.AUDIT_READ)
    @RunOnVirtualThread
    @Operation(operationId = "getActor", summary = "Who is behind an actor of the log?")
    @Parameter(
            name = "actor",
            in = ParameterIn.PATH,
            description = "As the log names them: a client, or person: and an id")
    @APIResponse(
            responseCode = "200",
            description = "The actor",
            content = @Content(schema = @Schema(implementation = Actor.class)))
    @APIResponse(responseCode = "404", description = "The log names no such actor")
    public Response get(@PathParam("actor") String actor, @Context UriInfo uri) {
        new QueryParameters(uri.getQueryParameters(), Set.of());
        needsAll();
        Optional<People.Person> person = people.find(actor);
        Instant erased = erasedAt(actor);
        if (person.isEmpty() && erased == null && !isNamed(actor)) {
            throw unknown();
        }
        return Response.ok(
                        new Actor(
                                actor,
                                actor.startsWith(Caller.PERSON) ? "person" : "client",
                                person.map(People.Person::name).orElse(null),
                                person.map(People.Person::firstSeen).orElse(null),
                                person.map(People.Person::lastSeen).orElse(null),
                                erased))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    @DELETE
    @RolesAllowed(Right.ADMIN)
    @RunOnVirtualThread
    @Operation(
            operationId = "eraseActor",
            summary = "Forget who an actor is",
            description =
                    "The history stays as it is, with an id that nobody knows, and goes on to replay"
                            + " and verify. The names of a client's keys go with it. With texts=true"
                            + " everything they wrote goes too: comments, reasons, names they gave to"
                            + " keys, the bodies of what was not taken, and answers to their commands."
                            + " Measurements that wait go on to wait, as bare numbers. Kafka forgets"
                            + " when its topics' retention says so. A person who signs in again is somebody new. The"
                            + " reason may be given in the header Effekt-Reason.")
    @Parameter(
            name = "actor",
            in = ParameterIn.PATH,
            description = "As the log names them: a client, or person: and an id")
    @Parameter(
            name = "texts",
            in = ParameterIn.QUERY,
            description = "Whether their comments and reasons go too",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @APIResponse(
            responseCode = "200",
            description = "Erased; the same again erases nothing more",
            content = @Content(schema = @Schema(implementation = Erasure.class)))
    @APIResponse(responseCode = "202", description = "Accepted, not yet decided: see Location")
    @APIResponse(responseCode = "400", description = "A parameter is wrong")
    @APIResponse(responseCode = "404", description = "The log names no such actor")
    @APIResponse(responseCode = "503", description = "Changes cannot be taken for the moment")
    public Response erase(
            @PathParam("actor") String actor, @Context UriInfo uri, @Context HttpHeaders headers) {
        boolean texts = texts(new QueryParameters(uri.getQueryParameters(), Set.of("texts")));
        needsAll();
        if (people.find(actor).isEmpty() && erasedAt(actor) == null && !isNamed(actor)) {
            throw unknown();
        }
        Command command =
                commands.command(
                        ErasureHandler.ERASE,
                        ChangeReason.of(headers),
                        Json.object().put("actor", actor).put("texts", texts));
        return commands.submit(command, headers)
                .map(done -> Response.ok(done.body()))
                .orElseGet(() -> CommandAnswer.pending(command))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static boolean texts(QueryParameters parameters) {
        String given = parameters.text("texts");
        if (given != null && !given.equals("true") && !given.equals("false")) {
            throw QueryParameters.refused(
                    "invalid-parameter", "texts", "Write 'texts' as true or false.");
        }
        return "true".equals(given);
    }

    private @Nullable Instant erasedAt(String actor) {
        return database.read(tx -> pages.last(tx, "actor:" + actor))
                .map(DecisionLookup.Last::recordedAt)
                .orElse(null);
    }

    private boolean isNamed(String actor) {
        return keys.all().stream().anyMatch(key -> key.client().equals(actor))
                || database.<Boolean>inTransaction(tx -> pages.names(tx, actor));
    }

    /** Names are those of the whole organisation. */
    private void needsAll() {
        if (!caller.limits().isUnrestricted()) {
            throw new ForbiddenException();
        }
    }

    private static RuntimeException unknown() {
        return Problem.notFound(
                        "The log names no such actor; GET /api/v1/audit shows who is named.")
                .exception();
    }
}
