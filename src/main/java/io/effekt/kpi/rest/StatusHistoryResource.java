package io.effekt.kpi.rest;

import io.effekt.access.Right;
import io.effekt.http.Cursor;
import io.effekt.http.QueryParameters;
import io.effekt.kernel.Period;
import io.effekt.kernel.Problem;
import io.effekt.kernel.Scope;
import io.effekt.kpi.application.query.SeriesQuery;
import io.effekt.kpi.application.read.StatusPage;
import io.effekt.kpi.application.read.StatusSeries;
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
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
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

/** A KPI at a scope, period by period. */
@Path("/api/v1/status/history")
@Tag(name = "Status")
public class StatusHistoryResource {
    private static final Set<String> KNOWN =
            Set.of("kpi", "scope", "dimension", "from", "to", "at", "asOf", "limit", "cursor");

    private final StatusSeries series;
    private final StatusRequests asked;

    public StatusHistoryResource(StatusSeries series, StatusRequests asked) {
        this.series = series;
        this.asked = asked;
    }

    @GET
    @RolesAllowed({Right.STATUS_READ, Right.BI_READ})
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "listStatusHistory",
            summary = "A KPI at a scope, period by period",
            description =
                    "Every period from 'from' to 'to', the oldest first; those without data are there"
                            + " too, as no_data or pending. Without 'from' it begins with the first"
                            + " period that has data, without 'to' it ends with the current one.")
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
            name = "from",
            in = ParameterIn.QUERY,
            description =
                    "A day, or a period of the KPI's length or a longer one: for instance 2026-01-01,"
                            + " 2026-01 for a KPI by months, or 2026",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "to",
            in = ParameterIn.QUERY,
            description =
                    "A period of the KPI's length or a longer one, which is in it as a whole; or a day,"
                            + " before which the last period begins",
            schema = @Schema(type = SchemaType.STRING))
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
            description = "A parameter is missing or cannot be read; the answer says how")
    @APIResponse(responseCode = "404", description = "No such KPI, scope or dimension")
    public Response list(@Context UriInfo uri, @Context HttpHeaders headers) {
        QueryParameters given = new QueryParameters(uri.getQueryParameters(), KNOWN);
        Kpi kpi = asked.kpi(given);
        Scope scope = asked.scope(given);
        StatusPage page =
                series.page(query(given, kpi, scope))
                        .orElseThrow(() ->
                                Problem.of(
                                                404,
                                                "unknown-kpi",
                                                "This KPI was not defined by then: take a later"
                                                        + " 'asOf'.")
                                        .exception());
        String next = page.next() == null ? null : Cursor.next(uri, List.of(lastStart(page)));
        return StatusJson.answer(headers, page.rows(), next);
    }

    private SeriesQuery query(QueryParameters given, Kpi kpi, Scope scope) {
        Period first = StatusRequests.end(given, "from", kpi);
        Period last = StatusRequests.end(given, "to", kpi);
        LocalDate from = first == null ? null : first.start();
        LocalDate to = last == null ? null : SeriesQuery.end(last, kpi.period());
        if (from != null && to != null && !from.isBefore(to)) {
            throw QueryParameters.refused(
                    "invalid-parameter",
                    "to",
                    "'to' has to be later than 'from'; as a day, it is the first one that is not"
                            + " asked for.");
        }
        return new SeriesQuery(
                kpi.key(),
                new RowKey(scope, asked.dimension(given, kpi.key())),
                from,
                to,
                given.time("at"),
                given.time("asOf"),
                given.number("limit", 100, 1, 1_000),
                after(given.text("cursor")),
                asked.visibility());
    }

    private static @Nullable LocalDate after(@Nullable String cursor) {
        List<String> parts = Cursor.read(cursor, 1);
        return parts == null ? null : Cursor.date(parts.getFirst());
    }

    private static String lastStart(StatusPage page) {
        return Objects.requireNonNull(page.rows().getLast().status().period()).start().toString();
    }
}
