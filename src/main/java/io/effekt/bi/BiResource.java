package io.effekt.bi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.effekt.access.Right;
import io.effekt.http.NextLink;
import io.effekt.http.QueryParameters;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
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

/** Flat exports: the same rows and columns as OData, as JSON, NDJSON and CSV. */
@Path("/api/v1/bi")
@Tag(name = "BI")
public class BiResource {
    private static final int PAGE = 5_000;
    private static final JsonFactory JSON = new JsonFactory();

    private final BiRows rows;
    private final PageTokens tokens;

    public BiResource(BiRows rows, PageTokens tokens) {
        this.rows = rows;
        this.tokens = tokens;
    }

    /** What there is to read. */
    @GET
    @RolesAllowed({Right.BI_READ, Right.STATUS_READ})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listBiSets",
            summary = "The sets that BI tools read, with their columns",
            description = "The same sets and columns by OData, as exports, and as SQL views.")
    @APIResponse(
            responseCode = "200",
            description = "The catalogue",
            content = @Content(schema = @Schema(implementation = BiCatalogue.Sets.class)))
    public Response catalogue(@Context UriInfo uri) {
        new QueryParameters(uri.getQueryParameters(), Set.of());
        return Response.ok(BiCatalogue.write()).build();
    }

    /** Rows of a set. */
    @GET
    @RolesAllowed({Right.BI_READ, Right.STATUS_READ})
    @Path("/{set}")
    @RunOnVirtualThread
    @Produces({MediaType.APPLICATION_JSON, "application/x-ndjson", "text/csv"})
    @Operation(
            operationId = "exportBiSet",
            summary = "Rows of a set, flat",
            description =
                    "JSON comes page by page ('next'). NDJSON and CSV come as a whole when 'limit' is"
                            + " absent, streamed; with it, the header Link names the next page. A"
                            + " text in CSV that begins with = + - @, tab or CR has an apostrophe put"
                            + " before it.")
    @Parameter(
            name = "set",
            in = ParameterIn.PATH,
            description = "Its name, as the catalogue has it",
            schema = @Schema(type = SchemaType.STRING, examples = "KpiStatus"))
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            description = "Only rows that begin on this day or later",
            schema = @Schema(type = SchemaType.STRING, format = "date"))
    @Parameter(
            name = "to",
            in = ParameterIn.QUERY,
            description = "Only rows that begin before this day",
            schema = @Schema(type = SchemaType.STRING, format = "date"))
    @Parameter(
            name = "fields",
            in = ParameterIn.QUERY,
            description = "Columns that are wanted, with commas; all when absent")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "Rows of a page; 5,000 for JSON when absent",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "20000"))
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "From 'next' of the page before",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "format",
            in = ParameterIn.QUERY,
            description = "json, ndjson or csv",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"json", "ndjson", "csv"},
                            defaultValue = "json"))
    @APIResponse(
            responseCode = "200",
            description = "Rows",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "BiRows")),
                @Content(
                        mediaType = "application/x-ndjson",
                        schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "400", description = "A parameter is wrong")
    @APIResponse(responseCode = "404", description = "There is no such set")
    public Response export(@PathParam("set") String name, @Context UriInfo uri) {
        Export asked = Export.of(name, uri.getQueryParameters());
        String question = tokens.question(asked.question());
        Query page = asked.query().after(cursor(asked.cursor(), question));
        int limit = asked.limit();
        String format = asked.format();
        return switch (format) {
            case "csv", "ndjson" ->
                    limit == 0
                            ? whole(page, format)
                            : paged(page.limitedTo(limit), format, uri, question);
            default -> json(page.limitedTo(limit == 0 ? PAGE : limit), uri, question);
        };
    }

    private Response json(Query query, UriInfo uri, String question) {
        StreamingOutput body =
                out -> {
                    JsonGenerator json = JSON.createGenerator(out);
                    json.writeStartObject();
                    json.writeArrayFieldStart("items");
                    JsonCells cells = JsonCells.of(query.columns(), false);
                    Optional<PageToken> next =
                            rows.read(
                                    query,
                                    row -> {
                                        json.writeStartObject();
                                        cells.write(json, row);
                                        json.writeEndObject();
                                    });
                    json.writeEndArray();
                    if (next.isPresent()) {
                        json.writeStringField("next", next(uri, next.get(), question));
                    } else {
                        json.writeNullField("next");
                    }
                    json.writeEndObject();
                    json.close();
                };
        return Response.ok(body, MediaType.APPLICATION_JSON).build();
    }

    private Response whole(Query query, String format) {
        StreamingOutput body = out -> write(query, format, out);
        return Response.ok(body, type(format)).build();
    }

    private Response paged(Query query, String format, UriInfo uri, String question) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Optional<PageToken> next;
        try {
            next = write(query, format, body);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        Response.ResponseBuilder answer = Response.ok(body.toByteArray(), type(format));
        next.ifPresent(token ->
                answer.header(
                        HttpHeaders.LINK, "<" + next(uri, token, question) + ">; rel=\"next\""));
        return answer.build();
    }

    private Optional<PageToken> write(Query query, String format, OutputStream out)
            throws IOException {
        try (RowWriter writer =
                format.equals("csv")
                        ? new CsvRows(query.columns(), out)
                        : new JsonRows(query.columns(), out)) {
            return rows.read(query, writer);
        }
    }

    private String next(UriInfo uri, PageToken token, String question) {
        return NextLink.of(uri, tokens.write(token, question));
    }

    private static String type(String format) {
        return format.equals("csv") ? "text/csv;charset=utf-8" : "application/x-ndjson";
    }

    private Optional<PageToken> cursor(@Nullable String cursor, String question) {
        if (cursor == null) {
            return Optional.empty();
        }
        return Optional.of(
                tokens.read(cursor, question)
                        .orElseThrow(() ->
                                QueryParameters.refused(
                                        "invalid-cursor",
                                        "cursor",
                                        "This cursor is not one of ours for this question, or"
                                                + " older than two hours: follow"
                                                + " 'next' of the page before, or begin again without"
                                                + " it.")));
    }
}
