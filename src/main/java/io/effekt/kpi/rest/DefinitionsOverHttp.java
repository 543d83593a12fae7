package io.effekt.kpi.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.access.command.CommandRequest;
import io.effekt.access.command.Commands;
import io.effekt.http.Cursor;
import io.effekt.http.Preconditions;
import io.effekt.http.QueryParameters;
import io.effekt.http.Reasons;
import io.effekt.http.Tags;
import io.effekt.http.body.JsonForm;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.kernel.Problem;
import io.effekt.kernel.Refusal;
import io.effekt.kernel.Scope;
import io.effekt.kernel.Slug;
import io.effekt.kpi.application.DefinitionCommandJson;
import io.effekt.kpi.application.DefinitionForms;
import io.effekt.kpi.application.query.Visibility;
import io.effekt.kpi.domain.definition.DefinitionCommand;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.organization.DefinitionDoor;
import io.effekt.resource.ResourceId;
import io.effekt.resource.ResourceJson;
import io.effekt.resource.ResourceReads;
import io.effekt.resource.ResourceRow;
import io.effekt.resource.ResourceVersion;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Definitions of every kind: read from the projection, changed by commands. */
@ApplicationScoped
public class DefinitionsOverHttp implements DefinitionDoor {
    private static final Set<String> PAGED = Set.of("limit", "cursor");
    private static final Set<String> LISTED = Set.of("limit", "cursor", "status");

    /** Of all kinds: what a kind does not take is refused before, by its contract. */
    private static final Set<String> RETIRED = Set.of("dryRun", "on");

    private final Commands commands;
    private final ResourceReads reads;
    private final StatusRequests asked;

    public DefinitionsOverHttp(Commands commands, ResourceReads reads, StatusRequests asked) {
        this.commands = commands;
        this.reads = reads;
        this.asked = asked;
    }

    @Override
    public Response put(ResourceId subject, InputStream body, UriInfo uri, HttpHeaders headers) {
        CommandRequest request = CommandRequest.of(uri, headers);
        requirePlace(subject, 422);
        requireMayChange(subject);
        Form form = JsonForm.of(body);
        String reason = Reasons.of(form, headers);
        DefinitionCommand command =
                DefinitionForms.define(subject, form, Preconditions.of(headers));
        return switch (form.finish(() -> command)) {
            case Form.Read.Wrong<?>(List<Refusal> refusals) ->
                    throw Problem.refused(422, refusals).exception();
            case Form.Read.Fine<?> fine -> submit(request, reason, command, uri);
        };
    }

    @Override
    public Response retire(ResourceId subject, UriInfo uri, HttpHeaders headers) {
        QueryParameters given = new QueryParameters(uri.getQueryParameters(), RETIRED);
        CommandRequest request = CommandRequest.of(given, headers);
        requirePlace(subject, 404);
        requireMayChange(subject);
        DefinitionCommand command =
                DefinitionForms.retire(subject, given.date("on"), Preconditions.of(headers));
        return submit(request, Reasons.of(headers), command, uri);
    }

    private Response submit(
            CommandRequest request,
            @Nullable String reason,
            DefinitionCommand command,
            UriInfo uri) {
        return commands.answer(
                request,
                commands.command(
                        DefinitionCommandJson.name(command),
                        reason,
                        DefinitionCommandJson.write(command)),
                uri);
    }

    @Override
    public Uni<Response> get(ResourceId subject, HttpHeaders headers) {
        requirePlace(subject, 404);
        Visibility visibility = asked.visibility();
        requireKnown(visibility, subject);
        return reads.find(visibility.seen(), subject.toString())
                .map(found ->
                        found.map(row -> shown(visibility, row, headers))
                                .orElseThrow(() -> unknown(subject).exception()));
    }

    private static Response shown(Visibility visibility, ResourceRow row, HttpHeaders headers) {
        return Tags.answer(
                headers,
                "\"" + row.version() + "\"",
                bytes(known(visibility, ResourceJson.resource(row, List.of()))));
    }

    @Override
    public Uni<Response> versions(ResourceId subject, UriInfo uri, HttpHeaders headers) {
        requirePlace(subject, 404);
        Visibility visibility = asked.visibility();
        requireKnown(visibility, subject);
        QueryParameters given = new QueryParameters(uri.getQueryParameters(), PAGED);
        int limit = given.number("limit", 100, 1, 1_000);
        List<String> after = Cursor.read(given.text("cursor"), 1);
        int before =
                after == null
                        ? Integer.MAX_VALUE
                        : (int) Math.clamp(Cursor.number(after.getFirst()), 0, Integer.MAX_VALUE);
        return reads.versions(visibility.seen(), subject.toString(), before, limit + 1)
                .map(found -> {
                    if (found.isEmpty() && after == null) {
                        throw unknown(subject).exception();
                    }
                    return versions(visibility, found, limit, uri, headers);
                });
    }

    private static Response versions(
            Visibility visibility,
            List<ResourceVersion> found,
            int limit,
            UriInfo uri,
            HttpHeaders headers) {
        List<ResourceVersion> page = found.subList(0, Math.min(limit, found.size()));
        String next =
                found.size() > limit
                        ? Cursor.next(uri, List.of(String.valueOf(page.getLast().version())))
                        : null;
        return page(
                page.stream()
                        .map(ResourceJson::version)
                        .map(version -> known(visibility, version))
                        .toList(),
                next,
                headers);
    }

    @Override
    public Uni<Response> list(String kind, String key, UriInfo uri, HttpHeaders headers) {
        QueryParameters given = new QueryParameters(uri.getQueryParameters(), LISTED);
        int limit = given.number("limit", 100, 1, 1_000);
        String status = given.as("status", DefinitionsOverHttp::status);
        List<String> after = Cursor.read(given.text("cursor"), 2);
        ResourceReads.Listing listing =
                new ResourceReads.Listing(
                        kind,
                        key,
                        status == null ? "" : status,
                        after == null ? "" : after.get(0),
                        after == null ? "" : after.get(1),
                        limit + 1);
        Visibility visibility = asked.visibility();
        return reads.list(visibility.seen(), listing)
                .map(found -> listed(visibility, found, limit, uri, headers));
    }

    private static Response listed(
            Visibility visibility,
            List<ResourceRow> found,
            int limit,
            UriInfo uri,
            HttpHeaders headers) {
        List<ResourceRow> page = found.subList(0, Math.min(limit, found.size()));
        String next =
                found.size() > limit
                        ? Cursor.next(uri, List.of(page.getLast().key(), page.getLast().scope()))
                        : null;
        List<ObjectNode> items =
                page.stream()
                        .filter(row -> visibility.knows(subject(row)))
                        .map(row -> known(visibility, ResourceJson.resource(row, List.of())))
                        .toList();
        return page(items, next, headers);
    }

    /** The same without names of teams and KPIs that the caller may not know of. */
    private static ObjectNode known(Visibility visibility, ObjectNode definition) {
        if (visibility.isWhole()) {
            return definition;
        }
        if (definition.get("definition") instanceof ObjectNode inner) {
            known(visibility, inner);
        }
        if (definition.get("replacedBy") instanceof ArrayNode teams) {
            teams.removeIf(team -> !visibility.knows(new Scope.Team(team.textValue())));
        }
        if (definition.hasNonNull("replaces")
                && !visibility.seesKpi(definition.get("replaces").textValue())) {
            definition.putNull("replaces");
        }
        return definition;
    }

    private static ResourceId subject(ResourceRow row) {
        return new ResourceId(row.kind(), row.key(), row.scope());
    }

    private static Response page(
            List<ObjectNode> items, @Nullable String next, HttpHeaders headers) {
        ObjectNode page = Json.object();
        ArrayNode list = page.putArray("items");
        items.forEach(list::add);
        page.put("next", next);
        return Tags.answer(headers, bytes(page), next);
    }

    private static byte[] bytes(ObjectNode json) {
        return Json.write(json).getBytes(StandardCharsets.UTF_8);
    }

    private static String status(String word) {
        if (word.equals("active") || word.equals("retired")) {
            return word;
        }
        throw new IllegalArgumentException("write active or retired");
    }

    /**
     * A place that nothing can ever be at: refused when it is to be defined, otherwise not found.
     */
    private static void requirePlace(ResourceId subject, int status) {
        if (!Slug.isValid(subject.key())) {
            throw Problem.of(
                            status,
                            "invalid-key",
                            "A key is 1 to 63 characters of a-z, 0-9 and '-', and begins with a"
                                    + " letter or a digit.")
                    .exception();
        }
        if (isAtScope(subject)) {
            try {
                Scope.parse(subject.scope());
            } catch (IllegalArgumentException e) {
                throw Problem.of(
                                status,
                                "invalid-scope",
                                "A scope is written 'team:<key>', 'stream:<key>' or 'org'.")
                        .exception();
            }
        }
    }

    /** By its kind: a path can name an empty scope, as {@code targets/;x/versions} does. */
    private static boolean isAtScope(ResourceId subject) {
        return switch (subject.kind()) {
            case ResourceId.TARGETS, ResourceId.BASELINE -> true;
            default -> false;
        };
    }

    /** What a caller may not know of is answered like what is not there. */
    private static void requireKnown(Visibility visibility, ResourceId subject) {
        if (!visibility.knows(subject)) {
            throw unknown(subject).hiding().exception();
        }
    }

    /** Of what is everybody's only those change anything who are limited to nothing. */
    private void requireMayChange(ResourceId subject) {
        if (isAtScope(subject)) {
            asked.requireMayChange(new KpiScope(subject.key(), Scope.parse(subject.scope())));
        } else {
            asked.requireMayChange(subject);
        }
    }

    private static Problem unknown(ResourceId subject) {
        String where = subject.scope().isEmpty() ? "" : " at '" + subject.scope() + "'";
        String detail =
                switch (subject.kind()) {
                    case ResourceId.TARGETS ->
                            "The KPI '"
                                    + subject.key()
                                    + "' has no targets of its own"
                                    + where
                                    + ".";
                    case ResourceId.BASELINE ->
                            "The KPI '" + subject.key() + "' has no baseline" + where + ".";
                    case ResourceId.VALUE_STREAM ->
                            "There is no value stream '"
                                    + subject.key()
                                    + "'; GET"
                                    + " /api/v1/value-streams lists them.";
                    case ResourceId.TEAM ->
                            "There is no team '"
                                    + subject.key()
                                    + "'; GET /api/v1/teams lists"
                                    + " them.";
                    default ->
                            "There is no KPI '" + subject.key() + "'; GET /api/v1/kpis lists them.";
                };
        return Problem.notFound(detail);
    }
}
