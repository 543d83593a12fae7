package io.effekt.kpi.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.access.Right;
import io.effekt.eventstore.postgres.LastReports.LastReport;
import io.effekt.http.Cursor;
import io.effekt.http.ETags;
import io.effekt.http.Languages;
import io.effekt.http.QueryParameters;
import io.effekt.json.Json;
import io.effekt.kernel.Language;
import io.effekt.kernel.Scope;
import io.effekt.kpi.application.read.MissingReports;
import io.effekt.kpi.application.read.MissingReports.Missing;
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
import java.nio.charset.StandardCharsets;
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

/** Who has not reported yet. */
@Path("/api/v1/status/missing")
@Tag(name = "Status")
public class StatusMissingResource {
    private static final Set<String> KNOWN =
            Set.of("period", "valueStream", "kpi", "limit", "cursor");

    private final MissingReports reports;
    private final StatusRequests asked;

    public StatusMissingResource(MissingReports reports, StatusRequests asked) {
        this.reports = reports;
        this.asked = asked;
    }

    @GET
    @RolesAllowed({Right.STATUS_READ, Right.BI_READ})
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "listMissing",
            summary = "Who has not reported yet",
            description =
                    "Every team that belongs to a value stream on any day of the period and has no data"
                            + " in it, for each active KPI that any team has reported by then, or that"
                            + " the team has a target of its own for.")
    @Parameter(
            name = "period",
            in = ParameterIn.QUERY,
            description =
                    "For KPIs with periods of that length; when absent the one of each KPI that ended"
                            + " last",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "valueStream", in = ParameterIn.QUERY)
    @Parameter(name = "kpi", in = ParameterIn.QUERY)
    @Parameter(name = "limit", in = ParameterIn.QUERY)
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @Parameter(name = "Accept-Language", in = ParameterIn.HEADER)
    @APIResponse(
            responseCode = "200",
            description = "One page",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = MissingDocument.class)))
    @APIResponse(responseCode = "304", description = "Nothing has changed since the ETag given")
    @APIResponse(
            responseCode = "400",
            description = "A parameter cannot be read; the answer says how")
    @APIResponse(responseCode = "404", description = "No such KPI or value stream")
    public Response list(@Context UriInfo uri, @Context HttpHeaders headers) {
        QueryParameters given = new QueryParameters(uri.getQueryParameters(), KNOWN);
        asked.requireKpi(given.text("kpi"));
        asked.requireStream(given.text("valueStream"));
        int limit = given.number("limit", 100, 1, 1_000);
        List<String> after = Cursor.read(given.text("cursor"), 2);
        List<Missing> found =
                reports.list(
                        new MissingReports.Query(
                                given.text("kpi"),
                                given.text("valueStream"),
                                given.text("kpi") == null
                                        ? StatusRequests.period(given, "period")
                                        : StatusRequests.period(given, "period", asked.kpi(given)),
                                limit,
                                after == null
                                        ? null
                                        : new MissingReports.After(after.get(0), after.get(1)),
                                asked.visibility()));
        List<Missing> page = found.subList(0, Math.min(limit, found.size()));
        String next =
                found.size() > limit
                        ? Cursor.next(
                                uri,
                                List.of(page.getLast().kpi().key(), page.getLast().team().key()))
                        : null;
        Language language = Languages.of(headers);
        return Languages.in(language, ETags.answer(headers, bytes(page, next, language), next));
    }

    private static byte[] bytes(List<Missing> page, @Nullable String next, Language language) {
        ObjectNode json = Json.object();
        ArrayNode items = json.putArray("items");
        page.forEach(missing -> items.add(item(missing, language)));
        json.put("next", next);
        return Json.write(json).getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode item(Missing missing, Language language) {
        ObjectNode item =
                Json.object()
                        .put("kpi", missing.kpi().key())
                        .put("kpiName", language.pick(missing.kpi().name()))
                        .put("scope", new Scope.Team(missing.team().key()).toString())
                        .put("scopeName", missing.team().name())
                        .put("valueStream", missing.valueStream())
                        .put("period", missing.period().toString())
                        .put("due", missing.due().toString())
                        .put("overdue", missing.overdue())
                        .put("reportedBefore", missing.reportedBefore());
        LastReport last = missing.last();
        if (last == null) {
            item.putNull("lastReport");
        } else {
            item.putObject("lastReport")
                    .put("source", last.source())
                    .put("observedAt", last.observedAt().toString())
                    .put("recordedAt", last.recordedAt().toString());
        }
        return item;
    }
}
