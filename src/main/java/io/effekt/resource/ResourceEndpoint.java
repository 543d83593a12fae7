package io.effekt.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.access.command.CommandRequest;
import io.effekt.access.command.Commands;
import io.effekt.database.RowSecurity;
import io.effekt.http.ChangeReason;
import io.effekt.http.Cursor;
import io.effekt.http.ETags;
import io.effekt.http.Preconditions;
import io.effekt.http.QueryParameters;
import io.effekt.http.body.JsonForm;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.kernel.Problem;
import io.effekt.kernel.ProblemException;
import io.effekt.kernel.Refusal;
import io.effekt.kernel.Scope;
import io.effekt.kernel.Slug;
import io.effekt.resource.store.ResourceReads;
import io.effekt.resource.store.ResourceRow;
import io.effekt.resource.store.ResourceVersion;
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

/**
 * How resources of every kind come in and are shown over HTTP.
 *
 * <p>{@link #put} and {@link #retire} block, and are for virtual threads; the others never do. What
 * is wrong or not permitted is thrown as a {@link ProblemException}.
 */
@ApplicationScoped
public class ResourceEndpoint {
    private static final Set<String> PAGED = Set.of("limit", "cursor");
    private static final Set<String> LISTED = Set.of("limit", "cursor", "status");

    /** Of all kinds: what a kind does not take is refused before, by its contract. */
    private static final Set<String> RETIRED = Set.of("dryRun", "on");

    private final ResourceKinds kinds;
    private final Commands commands;
    private final ResourceReads reads;
    private final VisibleRows visible;

    public ResourceEndpoint(
            ResourceKinds kinds, Commands commands, ResourceReads reads, VisibleRows visible) {
        this.kinds = kinds;
        this.commands = commands;
        this.reads = reads;
        this.visible = visible;
    }

    /** Takes the whole resource; answers once it is visible, or 202. */
    public Response put(ResourceId id, InputStream body, UriInfo uri, HttpHeaders headers) {
        ResourceKind<?> kind = kinds.named(id.kind());
        CommandRequest request = CommandRequest.of(uri, headers);
        requireValid(kind, id, 422);
        kind.requireMayChange(id);
        Form form = JsonForm.of(body);
        String reason = ChangeReason.of(form, headers);
        ResourceCommand<?> command =
                ResourceCommand.define(kind, id, form, Preconditions.of(headers));
        return switch (form.finish(() -> command)) {
            case Form.Read.Wrong<?>(List<Refusal> refusals) ->
                    throw Problem.refused(422, refusals).exception();
            case Form.Read.Fine<?> fine -> {
                command.requireMayDefine();
                yield answer(request, reason, command, uri);
            }
        };
    }

    /** Takes it out of use; answers once that is visible, or 202. */
    public Response retire(ResourceId id, UriInfo uri, HttpHeaders headers) {
        ResourceKind<?> kind = kinds.named(id.kind());
        QueryParameters given = new QueryParameters(uri.getQueryParameters(), RETIRED);
        CommandRequest request = CommandRequest.of(given, headers);
        requireValid(kind, id, 404);
        kind.requireMayChange(id);
        ResourceCommand<?> command =
                ResourceCommand.retire(kind, id, given.date("on"), Preconditions.of(headers));
        return answer(request, ChangeReason.of(headers), command, uri);
    }

    private Response answer(
            CommandRequest request,
            @Nullable String reason,
            ResourceCommand<?> command,
            UriInfo uri) {
        return commands.answer(
                request, commands.command(command.name(), reason, command.data()), uri);
    }

    /** How it reads today. */
    public Uni<Response> get(ResourceId id, HttpHeaders headers) {
        ResourceKind<?> kind = kinds.named(id.kind());
        Viewer viewer = viewer(kind);
        viewer.requireKnown(id);
        return reads.find(viewer.rows, id.subject())
                .map(found ->
                        found.map(row -> shown(viewer, row, headers))
                                .orElseThrow(() -> Problem.notFound(kind.unknown(id)).exception()));
    }

    private static Response shown(Viewer viewer, ResourceRow row, HttpHeaders headers) {
        ObjectNode resource = viewer.concealed(ResourceJson.resource(row, List.of()));
        return ETags.answer(headers, "\"" + row.version() + "\"", bytes(resource));
    }

    /** Every version, the newest first. */
    public Uni<Response> versions(ResourceId id, UriInfo uri, HttpHeaders headers) {
        ResourceKind<?> kind = kinds.named(id.kind());
        Viewer viewer = viewer(kind);
        viewer.requireKnown(id);
        QueryParameters given = new QueryParameters(uri.getQueryParameters(), PAGED);
        int limit = given.number("limit", 100, 1, 1_000);
        List<String> after = Cursor.read(given.text("cursor"), 1);
        int before =
                after == null
                        ? Integer.MAX_VALUE
                        : (int) Math.clamp(Cursor.number(after.getFirst()), 0, Integer.MAX_VALUE);
        return reads.versions(viewer.rows, id.subject(), before, limit + 1)
                .map(found -> {
                    if (found.isEmpty() && after == null) {
                        throw Problem.notFound(kind.unknown(id)).exception();
                    }
                    return versions(viewer, found, limit, uri, headers);
                });
    }

    private static Response versions(
            Viewer viewer,
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
                page.stream().map(ResourceJson::version).map(viewer::concealed).toList(),
                next,
                headers);
    }

    /**
     * All of a kind that the caller may know of, in order of their keys.
     *
     * @param key of the KPI, for a kind at a KPI and scope; otherwise empty
     */
    public Uni<Response> list(String name, String key, UriInfo uri, HttpHeaders headers) {
        ResourceKind<?> kind = kinds.named(name);
        QueryParameters given = new QueryParameters(uri.getQueryParameters(), LISTED);
        int limit = given.number("limit", 100, 1, 1_000);
        String status = given.as("status", ResourceEndpoint::status);
        List<String> after = Cursor.read(given.text("cursor"), 2);
        ResourceReads.Listing listing =
                new ResourceReads.Listing(
                        name,
                        key,
                        status == null ? "" : status,
                        after == null ? "" : after.get(0),
                        after == null ? "" : after.get(1),
                        limit + 1);
        Viewer viewer = viewer(kind);
        return reads.list(viewer.rows, listing)
                .map(found -> listed(viewer, found, limit, uri, headers));
    }

    private static Response listed(
            Viewer viewer, List<ResourceRow> found, int limit, UriInfo uri, HttpHeaders headers) {
        List<ResourceRow> page = found.subList(0, Math.min(limit, found.size()));
        String next =
                found.size() > limit
                        ? Cursor.next(uri, List.of(page.getLast().key(), page.getLast().scope()))
                        : null;
        List<ObjectNode> items =
                page.stream()
                        .filter(row -> viewer.visibility.isKnown(row.id()))
                        .map(row -> viewer.concealed(ResourceJson.resource(row, List.of())))
                        .toList();
        return page(items, next, headers);
    }

    private Viewer viewer(ResourceKind<?> kind) {
        return new Viewer(kind, visible.narrowing(), kind.visibility());
    }

    /** What the caller may see, as it was when the request came. */
    private record Viewer(ResourceKind<?> kind, RowSecurity rows, ResourceVisibility visibility) {
        /** One that the caller may not know of is answered like one that is not there. */
        void requireKnown(ResourceId id) {
            requireValid(kind, id, 404);
            if (!visibility.isKnown(id)) {
                throw Problem.notFound(kind.unknown(id)).hiding().exception();
            }
        }

        ObjectNode concealed(ObjectNode resource) {
            if (!rows.equals(RowSecurity.NONE)) {
                if (resource.get("definition") instanceof ObjectNode version) {
                    visibility.conceal(version);
                }
                visibility.conceal(resource);
            }
            return resource;
        }
    }

    private static Response page(
            List<ObjectNode> items, @Nullable String next, HttpHeaders headers) {
        ObjectNode page = Json.object();
        ArrayNode list = page.putArray("items");
        items.forEach(list::add);
        page.put("next", next);
        return ETags.answer(headers, bytes(page), next);
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

    /** An id that no resource can have: refused when it is to be defined, otherwise not found. */
    private static void requireValid(ResourceKind<?> kind, ResourceId id, int status) {
        if (!Slug.isValid(id.key())) {
            throw Problem.of(
                            status,
                            "invalid-key",
                            "A key is 1 to 63 characters of a-z, 0-9 and '-', and begins with a"
                                    + " letter or a digit.")
                    .exception();
        }
        // By its kind: a path can name an empty scope, as targets/;x/versions does.
        if (kind.type().isAtScope()) {
            try {
                Scope.parse(id.scope());
            } catch (IllegalArgumentException e) {
                throw Problem.of(
                                status,
                                "invalid-scope",
                                "A scope is written 'team:<key>', 'stream:<key>' or 'org'.")
                        .exception();
            }
        }
    }
}
