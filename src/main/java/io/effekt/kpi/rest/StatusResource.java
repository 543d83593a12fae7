package io.effekt.kpi.rest;

import io.effekt.http.Cursor;
import io.effekt.http.QueryParameters;
import io.effekt.http.Tags;
import io.effekt.kernel.Period;
import io.effekt.kernel.Problem;
import io.effekt.kernel.Scope;
import io.effekt.kernel.Slug;
import io.effekt.kpi.application.DefinitionsView;
import io.effekt.kpi.application.StatusPage;
import io.effekt.kpi.application.StatusQuery;
import io.effekt.kpi.application.Statuses;
import io.effekt.kpi.domain.Definitions;
import io.effekt.kpi.domain.Status;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What the status is: headlines or one period, now or at another moment. */
@Path("/api/v1/status")
@Tag(name = "Status")
public class StatusResource {
    private static final Set<String> KNOWN =
            Set.of(
                    "kpi",
                    "scope",
                    "dimension",
                    "level",
                    "valueStream",
                    "status",
                    "period",
                    "at",
                    "asOf",
                    "limit",
                    "cursor");

    private final Statuses statuses;
    private final DefinitionsView definitions;

    public StatusResource(Statuses statuses, DefinitionsView definitions) {
        this.statuses = statuses;
        this.definitions = definitions;
    }

    /** Rows in order of KPI and scope. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "listStatus",
            summary = "Status of KPIs by scope",
            description =
                    "The headline of every KPI and scope, or with 'period' the row of that period."
                            + " 'at' is the moment that the question is about, 'asOf' what had been"
                            + " recorded by then. A scope that is named always gets its row.")
    @Parameter(name = "kpi", in = ParameterIn.QUERY, description = "Key of a KPI")
    @Parameter(
            name = "scope",
            in = ParameterIn.QUERY,
            description = "team:<key>, stream:<key> or org")
    @Parameter(
            name = "dimension",
            in = ParameterIn.QUERY,
            description = "One value of one dimension of a KPI, as name:value; without it, all")
    @Parameter(name = "level", in = ParameterIn.QUERY, description = "team, stream or org")
    @Parameter(name = "valueStream", in = ParameterIn.QUERY, description = "Key of a value stream")
    @Parameter(name = "status", in = ParameterIn.QUERY, description = "For instance at_risk")
    @Parameter(
            name = "period",
            in = ParameterIn.QUERY,
            description = "For instance 2026-03 or 2026-Q1")
    @Parameter(name = "at", in = ParameterIn.QUERY, description = "RFC 3339 time with zone")
    @Parameter(name = "asOf", in = ParameterIn.QUERY, description = "RFC 3339 time with zone")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            schema =
                    @Schema(
                            type = SchemaType.INTEGER,
                            defaultValue = "100",
                            minimum = "1",
                            maximum = "1000"))
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "From 'next' of the page before")
    @APIResponse(
            responseCode = "200",
            description = "One page of rows",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = StatusDocument.class)))
    @APIResponse(responseCode = "304", description = "Nothing has changed since the ETag given")
    @APIResponse(
            responseCode = "400",
            description = "A parameter cannot be read; the answer says how")
    @APIResponse(responseCode = "404", description = "No such KPI, scope or value stream")
    public Response list(@Context UriInfo uri, @Context HttpHeaders headers) {
        StatusQuery query = query(new QueryParameters(uri.getQueryParameters(), KNOWN));
        StatusPage page = statuses.page(query);
        String next =
                page.next() == null
                        ? null
                        : Cursor.next(uri, List.of(page.next().kpi(), page.next().scope()));
        return Tags.answer(
                headers,
                Tags.weak(StatusJson.said(page.rows(), next)),
                StatusJson.page(page.rows(), next),
                next);
    }

    private StatusQuery query(QueryParameters given) {
        String kpi = given.text("kpi");
        Scope scope = given.as("scope", Scope::parse);
        String stream = given.text("valueStream");
        if (given.text("asOf") == null) {
            requireDefined(kpi, scope, stream);
        }
        List<String> after = Cursor.read(given.text("cursor"), 2);
        return new StatusQuery(
                kpi,
                scope,
                given.as("dimension", StatusResource::dimension),
                given.as("level", StatusResource::level),
                stream,
                given.as("status", Status::of),
                given.as("period", Period::parse),
                given.time("at"),
                given.time("asOf"),
                given.number("limit", 100, 1, 1_000),
                after == null ? null : new StatusQuery.After(after.get(0), after.get(1)));
    }

    private void requireDefined(
            @Nullable String kpi, @Nullable Scope scope, @Nullable String stream) {
        Definitions known = definitions.current();
        if (kpi != null && (!Slug.isValid(kpi) || !known.kpis().containsKey(kpi))) {
            throw unknown("unknown_kpi", "There is no such KPI; GET /api/v1/kpis lists them.");
        }
        if (scope != null && !known.organisation().isDefined(scope)) {
            throw unknown(
                    "unknown_scope",
                    "There is no such scope; GET /api/v1/teams and /api/v1/value-streams list"
                            + " them.");
        }
        if (stream != null && !known.organisation().streams().containsKey(stream)) {
            throw unknown(
                    "unknown_value_stream",
                    "There is no such value stream; GET /api/v1/value-streams lists them.");
        }
    }

    private static RuntimeException unknown(String code, String detail) {
        return Problem.of(404, code, detail).exception();
    }

    private static String dimension(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || colon == text.length() - 1) {
            throw new IllegalArgumentException("write name:value, for instance zone:north");
        }
        return text;
    }

    private static Scope.Level level(String word) {
        for (Scope.Level level : Scope.Level.values()) {
            if (level.word().equals(word)) {
                return level;
            }
        }
        throw new IllegalArgumentException("write team, stream or org");
    }
}
