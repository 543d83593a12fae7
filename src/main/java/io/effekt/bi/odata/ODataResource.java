package io.effekt.bi.odata;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.effekt.access.Right;
import io.effekt.bi.BiColumn;
import io.effekt.bi.BiRows;
import io.effekt.bi.BiSet;
import io.effekt.bi.BiSets;
import io.effekt.bi.JsonCells;
import io.effekt.bi.PageToken;
import io.effekt.bi.PageTokens;
import io.effekt.bi.PublicAddress;
import io.effekt.bi.Query;
import io.effekt.http.OwnParameters;
import io.effekt.kernel.Problem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The sets by OData 4.0, for Power BI, Excel and whoever else speaks it. */
@Path("/odata/v4")
@OwnParameters
@Tag(name = "BI")
public class ODataResource {
    private static final String ROOT = "/odata/v4";
    private static final int NOT_MODIFIED = 304;
    private static final int PAGE = 5_000;
    private static final int LARGEST_PAGE = 20_000;
    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] METADATA_JSON =
            MetadataJson.write().getBytes(StandardCharsets.UTF_8);
    private static final byte[] METADATA = Metadata.write().getBytes(StandardCharsets.UTF_8);

    private final BiRows rows;
    private final PageTokens tokens;
    private final PublicAddress address;

    public ODataResource(BiRows rows, PageTokens tokens, PublicAddress address) {
        this.rows = rows;
        this.tokens = tokens;
        this.address = address;
    }

    /** The sets that there are. */
    @GET
    @RolesAllowed({Right.BI_READ, Right.STATUS_READ})
    @RunOnVirtualThread
    @Operation(
            operationId = "getODataService",
            summary = "The OData service: its sets",
            description = "OData 4.0. Give this address to Power BI, Excel or another client.")
    @APIResponse(
            responseCode = "200",
            description = "The service document",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "304", description = "As you know it")
    @APIResponse(responseCode = "400", description = "An option or the version is wrong")
    @APIResponse(responseCode = "406", description = "JSON is excluded")
    @APIResponse(responseCode = "501", description = "OData knows it, this service does not")
    public Response root(
            @Context UriInfo uri, @Context HttpHeaders headers, @Context Request request) {
        return answer("", uri, headers, request);
    }

    /** A set, one of its rows, how many there are, or the metadata. */
    @GET
    @RolesAllowed({Right.BI_READ, Right.STATUS_READ})
    @Path("{resource: .*}")
    @RunOnVirtualThread
    @Operation(
            operationId = "readOData",
            summary = "A set by OData",
            description =
                    "$metadata, a set, Set/$count, or Set(key). $select, $expand, $filter, $orderby, $top,"
                            + " $skip, $count and $format; 5,000 rows a page, 'Prefer:"
                            + " odata.maxpagesize' asks for others.")
    @Parameter(
            name = "resource",
            in = ParameterIn.PATH,
            description = "For instance KpiStatus",
            schema = @Schema(type = SchemaType.STRING, examples = "KpiStatus"))
    @APIResponse(
            responseCode = "200",
            description = "Rows, a row, a number, or the metadata as XML",
            content = {
                @Content(
                        mediaType = "application/json",
                        schema = @Schema(type = SchemaType.OBJECT)),
                @Content(mediaType = "application/xml", schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = "text/plain", schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "304", description = "As you know it")
    @APIResponse(responseCode = "400", description = "An option or the version is wrong")
    @APIResponse(responseCode = "404", description = "There is no such set or row")
    @APIResponse(responseCode = "406", description = "JSON is excluded")
    @APIResponse(responseCode = "501", description = "OData knows it, this service does not")
    public Response read(
            @Context UriInfo uri, @Context HttpHeaders headers, @Context Request request) {
        String raw = uri.getRequestUri().getRawPath();
        String path = raw.substring(Math.min(raw.length(), ROOT.length() + 1));
        return answer(path, uri, headers, request);
    }

    private Response answer(String path, UriInfo uri, HttpHeaders headers, Request request) {
        version(headers);
        Options options = Options.of(uri.getRequestUri().getRawQuery());
        if (path.equals("$metadata") || path.equals("%24metadata")) {
            return metadata(options, headers, request);
        }
        if (path.endsWith("/$count") || path.endsWith("/%24count")) {
            // A number is text, whatever is accepted.
            Asked what = Asked.of(path.replace("%24count", "$count"), options);
            return Response.ok(Long.toString(rows.count(what.query())), "text/plain;charset=utf-8")
                    .build();
        }
        ODataHeaders asked = negotiated(options, headers);
        String base = address.of(uri, ROOT);
        if (path.isEmpty()) {
            return tagged(service(base, asked), asked.contentType(), request);
        }
        Asked what = Asked.of(path.replace("%24count", "$count"), options);
        return switch (what.kind()) {
            case COUNT -> throw new IllegalStateException("counted above");
            case ONE -> one(what, base, asked);
            case ROWS -> rows(what, base, asked, options, headers);
        };
    }

    private static void version(HttpHeaders headers) {
        String most = headers.getHeaderString("OData-MaxVersion");
        if (most != null && !most.strip().matches("4\\.\\d+|[5-9]\\.\\d+")) {
            throw Options.refused(
                    400,
                    "version-not-supported",
                    "OData-MaxVersion",
                    "This service speaks OData 4.0: ask with OData-MaxVersion 4.0 or later.");
        }
    }

    private static ODataHeaders negotiated(Options options, HttpHeaders headers) {
        String format = options.get("$format");
        ODataHeaders asked =
                ODataHeaders.accepting(
                        format == null ? headers.getHeaderString(HttpHeaders.ACCEPT) : format);
        if (asked == null) {
            throw Problem.of(406, "not-acceptable", "There is JSON here: accept application/json.")
                    .exception();
        }
        return asked;
    }

    /** XML, unless JSON is asked for by its name and XML is not. */
    private static Response metadata(Options options, HttpHeaders headers, Request request) {
        String format = options.get("$format");
        String asked =
                String.valueOf(
                                format == null
                                        ? headers.getHeaderString(HttpHeaders.ACCEPT)
                                        : format)
                        .toLowerCase(Locale.ROOT);
        // A client that names OData's JSON of rows for whatever it asks wants XML here, as ever.
        boolean json = asked.matches("json|application/json(?:\\s*;\\s*(?:q|charset)=[^;,]*)*");
        boolean xml =
                asked.matches(
                        "null|xml|.*(?:/xml|\\*/\\*|application/\\*|\\+xml|application/json).*");
        if (!xml && !json) {
            throw Problem.of(
                            406,
                            "not-acceptable",
                            "The metadata is there as application/xml and as application/json.")
                    .exception();
        }
        return !json
                ? tagged(METADATA, "application/xml;charset=utf-8", request)
                : tagged(METADATA_JSON, "application/json;charset=utf-8", request);
    }

    private static Response tagged(byte[] body, String type, Request request) {
        EntityTag tag = new EntityTag(UUID.nameUUIDFromBytes(body).toString());
        // If-Match is for changes, and there are none to make here.
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        return unchanged != null && unchanged.build().getStatus() == NOT_MODIFIED
                ? unchanged.tag(tag).build()
                : Response.ok(body, type)
                        .tag(tag)
                        .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                        .build();
    }

    private static byte[] service(String base, ODataHeaders asked) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            if (asked.metadata()) {
                json.writeStringField("@odata.context", base + "/$metadata");
            }
            json.writeArrayFieldStart("value");
            for (BiSet set : BiSets.all()) {
                json.writeStartObject();
                json.writeStringField("name", set.name());
                json.writeStringField("kind", "EntitySet");
                json.writeStringField("url", set.name());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return body.toByteArray();
    }

    private Response one(Asked what, String base, ODataHeaders asked) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        JsonCells cells = JsonCells.of(what.query(), asked.numbersAsText());
        boolean[] found = {false};
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            if (asked.metadata()) {
                json.writeStringField("@odata.context", context(what, base) + "/$entity");
            }
            rows.read(
                    what.query().limitedTo(1),
                    row -> {
                        cells.write(json, row);
                        found[0] = true;
                    });
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!found[0]) {
            throw Problem.notFound("There is no row with this key.").exception();
        }
        return Response.ok(body.toByteArray(), asked.contentType()).build();
    }

    private Response rows(
            Asked what, String base, ODataHeaders asked, Options options, HttpHeaders headers) {
        String question = tokens.question(what.query().set().name() + options.question());
        Optional<PageToken> after = token(options, question);
        long top = after.map(PageToken::left).orElseGet(() -> options.number("$top", -1));
        int preferred = preferred(headers);
        long page = preferred == 0 ? PAGE : Math.min(preferred, LARGEST_PAGE);
        long limit = top >= 0 ? Math.min(top, page) : page;
        Query query = what.query().after(after).limitedTo(limit);
        boolean counts = "true".equals(options.get("$count"));
        long count = counts ? rows.count(what.query().skipping(0)) : -1;
        StreamingOutput body =
                out -> {
                    JsonGenerator json = JSON.createGenerator(out);
                    json.writeStartObject();
                    if (asked.metadata()) {
                        json.writeStringField("@odata.context", context(what, base));
                    }
                    if (counts) {
                        json.writeFieldName("@odata.count");
                        if (asked.numbersAsText()) {
                            json.writeString(Long.toString(count));
                        } else {
                            json.writeNumber(count);
                        }
                    }
                    json.writeArrayFieldStart("value");
                    JsonCells cells = JsonCells.of(query, asked.numbersAsText());
                    Optional<PageToken> next =
                            limit == 0
                                    ? Optional.empty()
                                    : rows.read(
                                            query,
                                            row -> {
                                                json.writeStartObject();
                                                cells.write(json, row);
                                                json.writeEndObject();
                                            });
                    json.writeEndArray();
                    long left = top < 0 ? -1 : top - limit;
                    if (next.isPresent() && left != 0) {
                        PageToken token =
                                new PageToken(next.get().last(), next.get().picture(), left);
                        json.writeStringField(
                                "@odata.nextLink",
                                link(what, base, options, tokens.write(token, question)));
                    }
                    json.writeEndObject();
                    json.close();
                };
        Response.ResponseBuilder answer = Response.ok(body, asked.contentType());
        if (preferred > 0) {
            answer.header("Preference-Applied", "odata.maxpagesize=" + page);
        }
        return answer.build();
    }

    private static int preferred(HttpHeaders headers) {
        List<String> prefer = headers.getRequestHeader("Prefer");
        return ODataHeaders.preferredPage(prefer == null ? List.of() : prefer);
    }

    private Optional<PageToken> token(Options options, String question) {
        String word = options.get("$skiptoken");
        return word == null
                ? Optional.empty()
                : Optional.of(
                        tokens.read(word, question)
                                .orElseThrow(() ->
                                        Options.refused(
                                                400,
                                                "invalid-token",
                                                "$skiptoken",
                                                "This token is not one of ours for this question,"
                                                        + " or older than two hours:"
                                                        + " follow the next link as it is.")));
    }

    private static String link(Asked what, String base, Options options, String token) {
        String kept =
                options.values().entrySet().stream()
                        .filter(o ->
                                !List.of("$skiptoken", "$skip", "$top", "$count")
                                        .contains(o.getKey()))
                        .map(o -> o.getKey() + "=" + encoded(o.getValue()) + "&")
                        .collect(Collectors.joining());
        return base + "/" + what.query().set().name() + "?" + kept + "$skiptoken=" + token;
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String context(Asked what, String base) {
        List<String> shown = new ArrayList<>();
        if (what.selected()) {
            what.query().columns().forEach(column -> shown.add(column.name()));
        }
        for (Query.Expanded expanded : what.query().expanded()) {
            boolean all = expanded.columns().equals(expanded.link().set().columns());
            shown.add(
                    expanded.link().name()
                            + (all
                                    ? "()"
                                    : expanded.columns().stream()
                                            .map(BiColumn::name)
                                            .collect(Collectors.joining(",", "(", ")"))));
        }
        String columns = shown.isEmpty() ? "" : "(" + String.join(",", shown) + ")";
        return base + "/$metadata#" + what.query().set().name() + columns;
    }
}
