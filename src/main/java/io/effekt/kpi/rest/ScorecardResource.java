package io.effekt.kpi.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.access.Right;
import io.effekt.http.ETags;
import io.effekt.http.Languages;
import io.effekt.http.QueryParameters;
import io.effekt.json.Json;
import io.effekt.kernel.Language;
import io.effekt.kernel.Scope;
import io.effekt.kpi.application.query.Names;
import io.effekt.kpi.application.read.Scorecards;
import io.effekt.kpi.application.read.StatusRow;
import io.effekt.kpi.domain.definition.Kpi;
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

/** All KPIs against some scopes. */
@Path("/api/v1/scorecard")
@Tag(name = "Status")
public class ScorecardResource {
    private static final Set<String> KNOWN = Set.of("valueStream", "period", "at", "asOf");
    private static final List<String> SHOWN =
            List.of(
                    "value",
                    "target",
                    "status",
                    "lastStatus",
                    "confident",
                    "period",
                    "complete",
                    "override");

    private final Scorecards scorecards;
    private final StatusRequests asked;

    public ScorecardResource(Scorecards scorecards, StatusRequests asked) {
        this.scorecards = scorecards;
        this.asked = asked;
    }

    @GET
    @RolesAllowed({Right.STATUS_READ, Right.BI_READ})
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "getScorecard",
            summary =
                    "All KPIs against the organisation and its streams, or a stream and its teams",
            description =
                    "A row for each active KPI, a cell for each column, in its order; null where nothing"
                            + " was ever said. Headlines, or with 'period' the KPIs with periods of that"
                            + " length.")
    @Parameter(
            name = "valueStream",
            in = ParameterIn.QUERY,
            description = "Key of a value stream: it and its teams are the columns",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "period", in = ParameterIn.QUERY)
    @Parameter(name = "at", in = ParameterIn.QUERY)
    @Parameter(name = "asOf", in = ParameterIn.QUERY)
    @Parameter(name = "Accept-Language", in = ParameterIn.HEADER)
    @APIResponse(
            responseCode = "200",
            description = "The grid",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ScorecardDocument.class)))
    @APIResponse(responseCode = "304", description = "Nothing has changed since the ETag given")
    @APIResponse(
            responseCode = "400",
            description = "A parameter cannot be read; the answer says how")
    @APIResponse(responseCode = "404", description = "No such value stream")
    public Response get(@Context UriInfo uri, @Context HttpHeaders headers) {
        QueryParameters given = new QueryParameters(uri.getQueryParameters(), KNOWN);
        asked.requireStream(given.text("valueStream"));
        Scorecards.Grid grid =
                scorecards.grid(
                        new Scorecards.Query(
                                given.text("valueStream"),
                                StatusRequests.period(given, "period"),
                                given.time("at"),
                                given.time("asOf"),
                                asked.visibility()));
        Language language = Languages.of(headers);
        byte[] json = Json.write(write(grid, language)).getBytes(StandardCharsets.UTF_8);
        return Languages.in(language, ETags.answer(headers, json, null));
    }

    private static ObjectNode write(Scorecards.Grid grid, Language language) {
        ObjectNode json = Json.object();
        ArrayNode columns = json.putArray("columns");
        for (Scope scope : grid.columns()) {
            columns.addObject()
                    .put("scope", scope.toString())
                    .put("name", Names.of(grid.known().organisation(), scope, language));
        }
        ArrayNode rows = json.putArray("rows");
        for (Kpi kpi : grid.rows()) {
            ObjectNode row =
                    rows.addObject()
                            .put("kpi", kpi.key())
                            .put("name", Names.of(kpi, language))
                            .put("unit", kpi.unit())
                            .put("direction", kpi.direction().word());
            ArrayNode cells = row.putArray("cells");
            grid.columns().forEach(scope -> cells.add(cell(grid.cell(kpi, scope))));
        }
        return json;
    }

    private static @Nullable JsonNode cell(@Nullable StatusRow row) {
        if (row == null) {
            return null;
        }
        ObjectNode whole = StatusJson.tree(row, false);
        ObjectNode cell = Json.object();
        for (String field : SHOWN) {
            cell.set(field, whole.get(field));
        }
        cell.set("change", whole.get("changeFromPrevious"));
        return cell;
    }
}
