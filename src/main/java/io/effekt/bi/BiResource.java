package io.effekt.bi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.effekt.access.Right;
import io.effekt.dataset.DatasetVisibility;
import io.effekt.dataset.Datasets;
import io.effekt.http.ETags;
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
import java.io.UncheckedIOException;
import java.util.List;
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
    private static final String VARIES = "Accept, Authorization";
    private static final JsonFactory JSON = new JsonFactory();

    private final BiRows rows;
    private final PageTokens tokens;

    private final SetTags tags;
    private final DatasetVisibility visibility;
    private final Datasets datasets;

    public BiResource(
            BiRows rows,
            PageTokens tokens,
            SetTags tags,
            DatasetVisibility visibility,
            Datasets datasets) {
        this.rows = rows;
        this.tokens = tokens;
        this.tags = tags;
        this.visibility = visibility;
        this.datasets = datasets;
    }

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
        return Response.ok(BiCatalogue.write(datasets)).build();
    }

    @GET
    @RolesAllowed({Right.BI_READ, Right.STATUS_READ})
    @Path("/{set}")
    @RunOnVirtualThread
    @Operation(
            operationId = "exportBiSet",
            summary = "Rows of a set, flat",
            description =
                    "JSON comes page by page ('next'). NDJSON, CSV and Excel sheets come as a whole"
                            + " when 'limit' is absent, streamed; with it, the header Link names the"
                            + " next page. A text in CSV that begins with = + - @, tab or CR has an"
                            + " apostrophe put before it. The form is chosen by 'format', and without"
                            + " it by the header Accept.")
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
            name = "kpi",
            in = ParameterIn.QUERY,
            description = "Key of a KPI; for sets with a column Kpi",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "scope",
            in = ParameterIn.QUERY,
            description = "team:<key>, stream:<key> or org; for sets with a column Scope",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "level",
            in = ParameterIn.QUERY,
            description = "team, stream or org; for sets with a column Scope",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"team", "stream", "org"}))
    @Parameter(
            name = "locale",
            in = ParameterIn.QUERY,
            description =
                    "nb or nn: CSV with semicolons, decimal commas, SANN and USANN, and a byte order"
                            + " mark, as Excel reads it in Norway; en: with commas and points",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"nb", "nn", "en"}))
    @Parameter(
            name = "If-None-Match",
            in = ParameterIn.HEADER,
            description = "The ETag of an answer that you have: 304 while it still holds",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "fields",
            in = ParameterIn.QUERY,
            description = "Columns that are wanted, with commas; all when absent")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "Rows of a page; 5,000 for JSON when absent",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "20000"))
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @Parameter(
            name = "format",
            in = ParameterIn.QUERY,
            description = "json, ndjson, csv or xlsx; when absent, what Accept asks for",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"json", "ndjson", "csv", "xlsx"}))
    @APIResponse(
            responseCode = "200",
            description = "Rows",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "BiRows")),
                @Content(
                        mediaType = "application/x-ndjson",
                        schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING)),
                @Content(
                        mediaType =
                                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                        schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    @APIResponse(responseCode = "304", description = "Not modified")
    @APIResponse(
            responseCode = "400",
            description = "A parameter is wrong, or the rows are too many for a sheet")
    @APIResponse(responseCode = "404", description = "There is no such set, KPI or scope")
    @APIResponse(responseCode = "406", description = "No form that Accept allows")
    public Response export(
            @PathParam("set") String name, @Context UriInfo uri, @Context HttpHeaders headers) {
        List<String> accept = headers.getRequestHeader(HttpHeaders.ACCEPT);
        Export asked =
                Export.of(
                        name,
                        datasets,
                        uri.getQueryParameters(),
                        accept == null ? List.of() : accept,
                        visibility);
        String question = tokens.question(asked.question());
        boolean whole = asked.format().isFile() && asked.limit() == 0;
        Query page = asked.query().after(cursor(asked.cursor(), question));
        Query query = whole ? page : page.limitedTo(asked.limit() == 0 ? PAGE : asked.limit());
        String tag =
                tags.of(
                        query,
                        String.join(
                                "\n",
                                question,
                                uri.getAbsolutePath().toString(),
                                asked.cursor() + "",
                                asked.format() + " " + asked.style()));
        if (ETags.isKnown(headers, tag)) {
            return SetTags.with(Response.notModified(), tag, VARIES).build();
        }
        if (whole && asked.format() == ExportFormat.XLSX) {
            XlsxWriter.requireFits(rows.count(query));
        }
        Response.ResponseBuilder answer =
                !asked.format().isFile()
                        ? json(query, uri, question)
                        : whole ? whole(query, asked) : paged(query, asked, uri, question);
        if (asked.format().isFile()) {
            answer.header(
                    HttpHeaders.CONTENT_DISPOSITION,
                    "attachment; filename=\"" + name + "." + asked.format().word() + "\"");
        }
        return SetTags.with(answer, tag, VARIES).build();
    }

    private Response.ResponseBuilder json(Query query, UriInfo uri, String question) {
        StreamingOutput body =
                out -> {
                    JsonGenerator json = JSON.createGenerator(out);
                    json.writeStartObject();
                    json.writeArrayFieldStart("items");
                    JsonCells cells = JsonCells.of(query.columns(), false);
                    Optional<PageToken> next =
                            rows.read(
                                    query,
                                    (row, belonging) -> {
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
        return Response.ok(body, MediaType.APPLICATION_JSON);
    }

    private Response.ResponseBuilder whole(Query query, Export asked) {
        StreamingOutput body = out -> write(query, asked, out);
        return Response.ok(body, asked.format().contentType());
    }

    private Response.ResponseBuilder paged(
            Query query, Export asked, UriInfo uri, String question) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Optional<PageToken> next;
        try {
            next = write(query, asked, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Response.ResponseBuilder answer =
                Response.ok(body.toByteArray(), asked.format().contentType());
        next.ifPresent(token ->
                answer.header(
                        HttpHeaders.LINK, "<" + next(uri, token, question) + ">; rel=\"next\""));
        return answer;
    }

    private Optional<PageToken> write(Query query, Export asked, OutputStream out)
            throws IOException {
        RowWriter writer =
                switch (asked.format()) {
                    case CSV -> new CsvRows(query.columns(), asked.style(), out);
                    case XLSX -> new XlsxWriter(query.set().name(), query.columns(), out);
                    case JSON, NDJSON -> new JsonRows(query.columns(), out);
                };
        Optional<PageToken> next = rows.read(query, writer);
        // Only now: an answer that is closed is whole to its client, also where a row is missing.
        writer.close();
        return next;
    }

    private String next(UriInfo uri, PageToken token, String question) {
        return NextLink.of(uri, tokens.write(token, question));
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
