package io.effekt.access.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.access.CurrentCaller;
import io.effekt.access.Right;
import io.effekt.eventstore.StoredDecision;
import io.effekt.eventstore.postgres.DecisionPages;
import io.effekt.http.Cursor;
import io.effekt.http.ETags;
import io.effekt.http.QueryParameters;
import io.effekt.json.Json;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who decided what, and who was refused what. */
@Path("/api/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit")
public class AuditResource {
    private static final Set<String> KNOWN =
            Set.of("actor", "type", "subject", "requestId", "from", "to", "limit", "cursor");

    private final DecisionPages pages;
    private final CurrentCaller caller;

    public AuditResource(DecisionPages pages, CurrentCaller caller) {
        this.pages = pages;
        this.caller = caller;
    }

    /** One event of the decision log. */
    @Schema(name = "AuditEvent")
    record Event(
            @Schema(description = "Its place in the decision log") long seq,
            Instant recordedAt,
            @Schema(examples = "kpi.targets-set.v1") String type,
            @Schema(examples = "targets:enps|org") String subject,
            @Schema(description = "Which event of its subject it is") int version,
            @Schema(description = "A client, or person: and an id") String actor,
            UUID requestId,
            @Nullable String reason,
            @Schema(description = "What was decided, as the log holds it") Object data) {}

    @Schema(name = "AuditPage")
    record Page(List<Event> items, @Nullable String next) {}

    @GET
    @RolesAllowed(Right.AUDIT_READ)
    @Operation(
            operationId = "listAudit",
            summary = "Who decided what, and who was refused what",
            description =
                    "Every change of a definition, target, baseline, override and key, every release,"
                            + " and every refusal for lack of rights (access.refused.v1); the newest"
                            + " first.")
    @Parameter(name = "actor", in = ParameterIn.QUERY, description = "Who decided")
    @Parameter(
            name = "type",
            in = ParameterIn.QUERY,
            description = "What the type begins with, for instance kpi. or access.refused")
    @Parameter(
            name = "subject",
            in = ParameterIn.QUERY,
            description = "What the subject begins with, for instance kpi:enps or targets:enps|org")
    @Parameter(name = "requestId", in = ParameterIn.QUERY)
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            description = "Recorded then or later",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    @Parameter(
            name = "to",
            in = ParameterIn.QUERY,
            description = "Recorded before",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    @Parameter(name = "limit", in = ParameterIn.QUERY)
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @APIResponse(
            responseCode = "200",
            description = "One page",
            content = @Content(schema = @Schema(implementation = Page.class)))
    @APIResponse(responseCode = "304", description = "Nothing has changed since the ETag given")
    @APIResponse(responseCode = "400", description = "A parameter cannot be read")
    public Uni<Response> list(@Context UriInfo uri, @Context HttpHeaders headers) {
        QueryParameters given = new QueryParameters(uri.getQueryParameters(), KNOWN);
        if (!caller.limits().isUnrestricted()) {
            // Decisions are about everything; row-level security would show none of them either.
            throw new io.quarkus.security.ForbiddenException();
        }
        int limit = given.number("limit", 100, 1, 1_000);
        List<String> after = Cursor.read(given.text("cursor"), 1);
        long before = after == null ? Long.MAX_VALUE : Cursor.number(after.getFirst());
        DecisionPages.Filter filter =
                new DecisionPages.Filter(
                        given.text("actor"),
                        given.text("type"),
                        given.text("subject"),
                        given.as("requestId", AuditResource::uuid),
                        given.time("from"),
                        given.time("to"));
        return pages.page(filter, before, limit + 1)
                .map(found -> answer(uri, headers, limit, found));
    }

    private static Response answer(
            UriInfo uri, HttpHeaders headers, int limit, List<StoredDecision> found) {
        List<StoredDecision> page = found.subList(0, Math.min(limit, found.size()));
        String next =
                found.size() > limit
                        ? Cursor.next(uri, List.of(Long.toString(page.getLast().seq())))
                        : null;
        ObjectNode json = Json.object();
        ArrayNode items = json.putArray("items");
        page.forEach(decision -> items.add(item(decision)));
        json.put("next", next);
        return ETags.answer(headers, Json.write(json).getBytes(StandardCharsets.UTF_8), next);
    }

    private static ObjectNode item(StoredDecision decision) {
        ObjectNode item =
                Json.object()
                        .put("seq", decision.seq())
                        .put("recordedAt", decision.recordedAt().toString())
                        .put("type", decision.type())
                        .put("subject", decision.subject())
                        .put("version", decision.version())
                        .put("actor", decision.actor())
                        .put("requestId", decision.requestId().toString())
                        .put("reason", decision.reason());
        JsonNode data = Json.stored(decision.data()).without("hash");
        item.set("data", data);
        return item;
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("write a UUID", e);
        }
    }
}
