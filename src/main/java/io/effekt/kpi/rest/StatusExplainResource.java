package io.effekt.kpi.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.access.CurrentCaller;
import io.effekt.access.Right;
import io.effekt.http.ETags;
import io.effekt.http.Languages;
import io.effekt.http.QueryParameters;
import io.effekt.json.Json;
import io.effekt.kernel.Language;
import io.effekt.kernel.Problem;
import io.effekt.kpi.application.explain.Explained;
import io.effekt.kpi.application.explain.StatusExplanations;
import io.effekt.kpi.application.query.ExplainQuery;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.measurement.RowKey;
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
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Why a status is what it is. */
@Path("/api/v1/status/explain")
@Tag(name = "Status")
public class StatusExplainResource {
    private static final Set<String> KNOWN =
            Set.of("kpi", "scope", "dimension", "period", "at", "asOf");

    private final StatusExplanations explanations;
    private final StatusRequests asked;
    private final CurrentCaller caller;

    public StatusExplainResource(
            StatusExplanations explanations, StatusRequests asked, CurrentCaller caller) {
        this.explanations = explanations;
        this.asked = asked;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({Right.STATUS_READ, Right.BI_READ})
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "explainStatus",
            summary = "Why a status is what it is",
            description =
                    "The row of the status list, and beside it: the versions of definition, target and"
                            + " baseline, the boundaries that the value was held against, the sums that"
                            + " went in, what was rolled up, and one sentence in plain words. Of a"
                            + " small group nothing is told, and how many people gave which score"
                            + " only to a steward.")
    @Parameter(
            name = "kpi",
            in = ParameterIn.QUERY,
            required = true,
            description = "Key of a KPI",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "scope",
            in = ParameterIn.QUERY,
            required = true,
            description = "team:<key>, stream:<key> or org",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "dimension",
            in = ParameterIn.QUERY,
            description = "One value of one dimension, for instance zone:north",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "period",
            in = ParameterIn.QUERY,
            description = "A period of the KPI; that of the headline when absent",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "at", in = ParameterIn.QUERY)
    @Parameter(name = "asOf", in = ParameterIn.QUERY)
    @Parameter(name = "Accept-Language", in = ParameterIn.HEADER)
    @APIResponse(
            responseCode = "200",
            description = "The row and its reasons",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ExplainDocument.Whole.class)))
    @APIResponse(responseCode = "304", description = "Nothing has changed since the ETag given")
    @APIResponse(
            responseCode = "400",
            description = "A parameter is missing or cannot be read; the answer says how")
    @APIResponse(responseCode = "404", description = "No such KPI, scope or dimension")
    public Response explain(@Context UriInfo uri, @Context HttpHeaders headers) {
        QueryParameters given = new QueryParameters(uri.getQueryParameters(), KNOWN);
        Kpi kpi = asked.kpi(given);
        ExplainQuery query =
                new ExplainQuery(
                        kpi.key(),
                        new RowKey(asked.scope(given), asked.dimension(given, kpi.key())),
                        StatusRequests.period(given, "period", kpi),
                        given.time("at"),
                        given.time("asOf"));
        Explained explained =
                explanations
                        .explain(query)
                        .orElseThrow(() ->
                                Problem.of(
                                                404,
                                                "unknown-kpi",
                                                "This KPI was not defined by then: take a later"
                                                        + " 'asOf'.")
                                        .exception());
        Language language = Languages.of(headers);
        ExplainJson json =
                new ExplainJson(explained, query, caller.get().may(Right.SURVEY_STEWARD));
        return Languages.in(
                language,
                ETags.answer(
                        headers,
                        ETags.weak(bytes(json.write(language, false))),
                        bytes(json.write(language, true))));
    }

    private static byte[] bytes(ObjectNode json) {
        return Json.write(json).getBytes(StandardCharsets.UTF_8);
    }
}
