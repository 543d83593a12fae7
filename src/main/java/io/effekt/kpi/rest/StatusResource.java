package io.effekt.kpi.rest;

import io.effekt.access.Right;
import io.effekt.http.Cursor;
import io.effekt.http.QueryParameters;
import io.effekt.kernel.Scope;
import io.effekt.kpi.application.query.StatusQuery;
import io.effekt.kpi.application.read.StatusPage;
import io.effekt.kpi.application.read.Statuses;
import io.effekt.kpi.domain.definition.Status;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
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
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

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
    private final StatusRequests asked;

    public StatusResource(Statuses statuses, StatusRequests asked) {
        this.statuses = statuses;
        this.asked = asked;
    }

    @GET
    @RolesAllowed({Right.STATUS_READ, Right.BI_READ})
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "listStatus",
            summary = "Status of KPIs by scope",
            description =
                    "The headline of every KPI and scope, or with 'period' the row of that period."
                            + " 'at' is the moment that the question is about, 'asOf' what had been"
                            + " recorded by then. A scope that is named always gets its row.")
    @Parameter(name = "kpi", in = ParameterIn.QUERY)
    @Parameter(name = "scope", in = ParameterIn.QUERY)
    @Parameter(
            name = "dimension",
            in = ParameterIn.QUERY,
            description = "One value of one dimension of a KPI, as name:value; without it, all")
    @Parameter(name = "level", in = ParameterIn.QUERY, description = "team, stream or org")
    @Parameter(name = "valueStream", in = ParameterIn.QUERY)
    @Parameter(
            name = "status",
            in = ParameterIn.QUERY,
            description =
                    "on_track, at_risk, off_track, none, pending, stale, no_data, no_target,"
                            + " no_baseline or suppressed")
    @Parameter(
            name = "period",
            in = ParameterIn.QUERY,
            description =
                    "For instance 2026-03 or 2026-Q1; with 'kpi', a period of the KPI's length")
    @Parameter(name = "at", in = ParameterIn.QUERY)
    @Parameter(name = "asOf", in = ParameterIn.QUERY)
    @Parameter(name = "limit", in = ParameterIn.QUERY)
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
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
    @APIResponse(
            responseCode = "404",
            description = "No such KPI, scope, dimension or value stream")
    public Response list(@Context UriInfo uri, @Context HttpHeaders headers) {
        StatusQuery query = query(new QueryParameters(uri.getQueryParameters(), KNOWN));
        StatusPage page = statuses.page(query);
        String next =
                page.next() == null
                        ? null
                        : Cursor.next(uri, List.of(page.next().kpi(), page.next().scope()));
        return StatusJson.answer(headers, page.rows(), next);
    }

    private StatusQuery query(QueryParameters given) {
        String kpi = given.text("kpi");
        Scope scope = given.as("scope", Scope::parse);
        String stream = given.text("valueStream");
        if (given.text("asOf") == null) {
            asked.requireKpi(kpi);
            asked.requireScope(scope);
            asked.requireStream(stream);
        }
        asked.requireSeen(scope);
        List<String> after = Cursor.read(given.text("cursor"), 2);
        return new StatusQuery(
                kpi,
                scope,
                asked.dimension(given, kpi),
                given.as("level", StatusResource::level),
                stream,
                given.as("status", Status::of),
                asked.periodOf(kpi, given, "period"),
                given.time("at"),
                given.time("asOf"),
                given.number("limit", 100, 1, 1_000),
                after == null ? null : new StatusQuery.After(after.get(0), after.get(1)),
                asked.visibility());
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
