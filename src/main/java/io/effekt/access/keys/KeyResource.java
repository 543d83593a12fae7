package io.effekt.access.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.access.Caller;
import io.effekt.access.CurrentCaller;
import io.effekt.access.Limits;
import io.effekt.access.Right;
import io.effekt.access.command.CommandAnswer;
import io.effekt.access.command.Commands;
import io.effekt.access.keys.KeyEvent.KeyIssued;
import io.effekt.eventstore.decision.Command;
import io.effekt.eventstore.decision.CommandOutcome;
import io.effekt.http.ChangeReason;
import io.effekt.http.QueryParameters;
import io.effekt.http.body.JsonForm;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.kernel.NearestWord;
import io.effekt.kernel.Problem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Keys of integrations and BI tools. Nobody can give what they do not hold themselves. */
@Path("/api/v1/keys")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Keys")
public class KeyResource {
    private final Keys keys;
    private final KeyUse use;
    private final Commands commands;
    private final CurrentCaller caller;
    private final KnownScopes defined;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public KeyResource(
            Keys keys,
            KeyUse use,
            Commands commands,
            CurrentCaller caller,
            KnownScopes defined,
            InstantSource clock) {
        this.defined = defined;
        this.keys = keys;
        this.use = use;
        this.commands = commands;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @RolesAllowed(Right.KEYS_MANAGE)
    @RunOnVirtualThread
    @Operation(
            operationId = "listKeys",
            summary = "List keys",
            description =
                    "In order of client and time, ended ones too; without their secrets. 'lastUsedAt'"
                            + " may be a minute old.")
    @APIResponse(
            responseCode = "200",
            description = "All keys; 'next' is always null",
            content = @Content(schema = @Schema(implementation = KeyForm.Page.class)))
    public Response list(@Context UriInfo uri) {
        new QueryParameters(uri.getQueryParameters(), Set.of());
        Map<String, Instant> uses = use.all();
        ObjectNode page = Json.object();
        var items = page.putArray("items");
        keys.all().stream()
                .filter(this::isVisible)
                .sorted(Comparator.comparing(ApiKey::client).thenComparing(ApiKey::issuedAt))
                .forEach(key -> items.add(KeyJson.shown(key, uses.get(key.id()))));
        page.putNull("next");
        return noStore(Response.ok(Json.write(page)));
    }

    @GET
    @RolesAllowed(Right.KEYS_MANAGE)
    @Path("/{id}")
    @RunOnVirtualThread
    @Operation(operationId = "getKey", summary = "Read a key")
    @APIResponse(
            responseCode = "200",
            description = "The key, without its secret",
            content = @Content(schema = @Schema(implementation = KeyForm.Shown.class)))
    @APIResponse(responseCode = "404", description = "There is no such key")
    public Response get(@PathParam("id") String id) {
        ApiKey key = visible(id);
        return noStore(Response.ok(Json.write(KeyJson.shown(key, use.all().get(key.id())))));
    }

    @POST
    @RolesAllowed(Right.KEYS_MANAGE)
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "issueKey",
            summary = "Issue a key",
            description =
                    "The answer holds the key itself, once: the service keeps a hash of it and"
                            + " nothing else. It may be sent as 'Authorization: Bearer', or as the"
                            + " password of Basic with any user or none.")
    @RequestBody(
            required = true,
            content = @Content(schema = @Schema(implementation = KeyForm.Wanted.class)))
    @APIResponse(
            responseCode = "201",
            description = "Issued",
            content = @Content(schema = @Schema(implementation = KeyForm.Issued.class)))
    @APIResponse(
            responseCode = "202",
            description = "Accepted; the key may be used once it is decided",
            content = @Content(schema = @Schema(implementation = KeyForm.Issued.class)))
    @APIResponse(responseCode = "400", description = "No JSON")
    @APIResponse(responseCode = "422", description = "Refused; 'errors' says where and why")
    @APIResponse(responseCode = "503", description = "Changes cannot be taken for the moment")
    public Response issue(byte @Nullable [] body, @Context HttpHeaders headers) {
        Form form = JsonForm.of(body);
        String reason = ChangeReason.of(form, headers);
        KeyForm.Wanted wanted = KeyForm.wanted(form, clock.instant());
        Limits limits =
                Limits.to(list(wanted.teams()), list(wanted.streams()), list(wanted.kpis()));
        if (!mayGive(wanted.scopes(), limits)) {
            form.refuse(
                    "not-permitted",
                    "scopes",
                    "Nobody can give more than they hold: leave out scopes, or narrow the limits.");
        } else {
            // Not for callers that it is foreign to: they learn nothing of what there is.
            requireDefined(form, "teams", limits.teams(), defined.teams());
            requireDefined(form, "streams", limits.streams(), defined.streams());
            requireDefined(form, "kpis", limits.kpis(), defined.kpis());
        }
        if (!isOwnClient(wanted.client())) {
            form.refuse(
                    "not-permitted",
                    "client",
                    "This client has keys beyond your own limits: name another one.");
        }
        if (!list(wanted.sources()).isEmpty() && !caller.get().may(Right.MEASUREMENTS_WRITE)) {
            form.refuse(
                    "not-permitted",
                    "sources",
                    "Nobody binds what they may not send: leave 'sources' out, or ask somebody with"
                            + " measurements:write.");
        }
        if (!list(wanted.sources()).isEmpty() && !caller.limits().isUnrestricted()) {
            form.refuse(
                    "not-permitted",
                    "sources",
                    "Sources are bound for the whole organisation: leave them out, or ask somebody"
                            + " without limits.");
        }
        requireNotOutliving(form, wanted.expiresAt());
        finish(form);
        KeyText text = KeyText.random(random);
        KeyIssued issued =
                new KeyIssued(
                        text.id(),
                        wanted.client(),
                        wanted.name() == null ? wanted.client() : wanted.name(),
                        text.hash(),
                        new TreeSet<>(wanted.scopes()),
                        limits,
                        list(wanted.sources()),
                        wanted.expiresAt(),
                        null);
        return issued(text, issued, KeyJson.issued(issued), reason, headers);
    }

    @POST
    @RolesAllowed(Right.KEYS_MANAGE)
    @Path("/{id}/rotate")
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "rotateKey",
            summary = "Replace a key by a new one",
            description =
                    "The same client, scopes and limits. Both may be used until the overlap is over.")
    @RequestBody(content = @Content(schema = @Schema(implementation = KeyForm.Rotation.class)))
    @APIResponse(
            responseCode = "201",
            description = "The new key",
            content = @Content(schema = @Schema(implementation = KeyForm.Issued.class)))
    @APIResponse(
            responseCode = "202",
            description = "Accepted; the key may be used once it is decided",
            content = @Content(schema = @Schema(implementation = KeyForm.Issued.class)))
    @APIResponse(responseCode = "400", description = "No JSON")
    @APIResponse(responseCode = "404", description = "There is no such key")
    @APIResponse(responseCode = "422", description = "It has ended, or a field is wrong")
    @APIResponse(responseCode = "503", description = "Changes cannot be taken for the moment")
    public Response rotate(
            @PathParam("id") String id, byte @Nullable [] body, @Context HttpHeaders headers) {
        ApiKey old = held(id);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Form form = JsonForm.ofOptional(body);
        String reason = ChangeReason.of(form, headers);
        KeyForm.Rotation rotation = KeyForm.rotation(form, now);
        Instant expiresAt = rotation.expiresAt() == null ? old.expiresAt() : rotation.expiresAt();
        requireNotOutliving(form, expiresAt);
        finish(form);
        KeyText text = KeyText.random(random);
        KeyIssued issued =
                new KeyIssued(
                        text.id(),
                        old.client(),
                        old.name(),
                        text.hash(),
                        old.scopes(),
                        old.limits(),
                        old.sources(),
                        expiresAt,
                        old.id());
        int hours = rotation.overlapHours() == null ? 0 : rotation.overlapHours();
        ObjectNode data =
                KeyJson.issued(issued)
                        .put(KeyHandler.ENDS, now.plus(Duration.ofHours(hours)).toString());
        return issued(text, issued, data, reason, headers);
    }

    @DELETE
    @RolesAllowed(Right.KEYS_MANAGE)
    @Path("/{id}")
    @RunOnVirtualThread
    @Operation(
            operationId = "revokeKey",
            summary = "Revoke a key",
            description =
                    "Calls that still use it are refused from now on. The reason may be given in the"
                            + " header Effekt-Reason.")
    @APIResponse(
            responseCode = "200",
            description = "It may not be used any more",
            content = @Content(schema = @Schema(implementation = KeyForm.Shown.class)))
    @APIResponse(responseCode = "202", description = "Accepted, not yet decided: see Location")
    @APIResponse(responseCode = "404", description = "There is no such key")
    @APIResponse(responseCode = "503", description = "Changes cannot be taken for the moment")
    public Response revoke(@PathParam("id") String id, @Context HttpHeaders headers) {
        ApiKey key = held(id);
        Command command =
                commands.command(KeyHandler.REVOKE, ChangeReason.of(headers), KeyJson.of(key.id()));
        Optional<CommandOutcome> outcome = commands.submit(command, headers);
        keys.refresh();
        return noStore(
                outcome.map(done -> Response.ok(done.body()))
                        .orElseGet(() -> CommandAnswer.pending(command)));
    }

    private Response issued(
            KeyText text,
            KeyIssued issued,
            ObjectNode data,
            @Nullable String reason,
            HttpHeaders headers) {
        Command command = commands.command(KeyHandler.ISSUE, reason, data);
        Optional<CommandOutcome> outcome = commands.submit(command, headers);
        keys.refresh();
        ObjectNode shown =
                outcome.map(done -> Json.stored(done.body()))
                        .orElseGet(() -> KeyJson.of(issued.id()).put("client", issued.client()));
        shown.put("key", text.text());
        return noStore(
                Response.status(outcome.isPresent() ? 201 : 202)
                        .location(URI.create("/api/v1/keys/" + issued.id()))
                        .entity(Json.write(shown)));
    }

    private static void requireDefined(
            Form form, String field, Set<String> given, Set<String> defined) {
        for (String key : new TreeSet<>(given)) {
            if (!defined.contains(key)) {
                form.refuse(
                        "not-defined",
                        field,
                        "There is no '"
                                + key
                                + "'"
                                + NearestWord.to(key, defined)
                                        .map(word -> "; did you mean '" + word + "'?")
                                        .orElse(": define it first, or leave it out."));
            }
        }
    }

    /** What ends gives nothing that goes on. */
    private void requireNotOutliving(Form form, @Nullable Instant expiresAt) {
        caller.keyExpiresAt()
                .filter(end -> expiresAt == null || expiresAt.isAfter(end))
                .ifPresent(end ->
                        form.refuse(
                                "not-permitted",
                                "expiresAt",
                                "Your own key ends then, and none that it gives outlives it: write"
                                        + " at the latest "
                                        + end
                                        + "."));
    }

    private boolean mayGive(List<String> scopes, Limits limits) {
        Caller now = caller.get();
        return now.rights().containsAll(scopes) && now.limits().include(limits);
    }

    /** What a client sent and was refused is its own: nobody becomes one that sees more. */
    private boolean isOwnClient(String client) {
        return keys.all().stream()
                .filter(key -> key.client().equals(client))
                .allMatch(this::isVisible);
    }

    /** A key that gives no more than the caller holds: others are neither replaced nor ended. */
    private ApiKey held(String id) {
        ApiKey key = visible(id);
        if (!mayGive(List.copyOf(key.scopes()), key.limits())) {
            throw Problem.of(
                            403,
                            "not-permitted",
                            "This key may more than you may: ask an administrator.")
                    .exception();
        }
        return key;
    }

    private boolean isVisible(ApiKey key) {
        return caller.limits().include(key.limits());
    }

    private ApiKey visible(String id) {
        Problem unknown = Problem.notFound("There is no such key; GET /api/v1/keys lists them.");
        ApiKey found =
                keys.all().stream()
                        .filter(key -> key.id().equals(id))
                        .findFirst()
                        .orElseThrow(unknown::exception);
        if (!isVisible(found)) {
            throw unknown.hiding().exception();
        }
        return found;
    }

    private static List<String> list(@Nullable List<String> some) {
        return some == null ? List.of() : some;
    }

    private static void finish(Form form) {
        if (form.finish(() -> true) instanceof Form.Read.Wrong<Boolean>(var refusals)) {
            throw Problem.refused(422, refusals).exception();
        }
    }

    private static Response noStore(Response.ResponseBuilder answer) {
        return answer.type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
