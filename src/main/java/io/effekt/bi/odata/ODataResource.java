package io.effekt.bi.odata;

import io.effekt.access.Right;
import io.effekt.bi.BiRows;
import io.effekt.bi.PublicAddress;
import io.effekt.http.OwnParameters;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The sets by OData 4.0, for Power BI, Excel and other clients that speak it. */
@Path("/odata/v4")
@OwnParameters
@Tag(name = "BI")
public class ODataResource {
    private static final String ROOT = "/odata/v4";

    private final BiRows rows;
    private final ODataPages pages;
    private final PublicAddress address;
    private final Documents documents;
    private final UriReader reader;

    public ODataResource(
            BiRows rows,
            ODataPages pages,
            PublicAddress address,
            Documents documents,
            UriReader reader) {
        this.rows = rows;
        this.pages = pages;
        this.address = address;
        this.documents = documents;
        this.reader = reader;
    }

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
                            schema = @Schema(ref = "ODataService")))
    @APIResponse(responseCode = "304", description = "Not modified")
    @APIResponse(responseCode = "400", description = "An option or the version is wrong")
    @APIResponse(responseCode = "406", description = "JSON is excluded")
    @APIResponse(responseCode = "501", description = "Valid OData, not supported by this service")
    public Response root(@Context UriInfo uri, @Context HttpHeaders headers) {
        return answer("", uri, headers);
    }

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
                @Content(mediaType = "application/json", schema = @Schema(ref = "ODataAnswer")),
                @Content(mediaType = "application/xml", schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = "text/plain", schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "304", description = "Not modified")
    @APIResponse(responseCode = "400", description = "An option or the version is wrong")
    @APIResponse(responseCode = "404", description = "There is no such set or row")
    @APIResponse(responseCode = "406", description = "JSON is excluded")
    @APIResponse(responseCode = "501", description = "Valid OData, not supported by this service")
    public Response read(@Context UriInfo uri, @Context HttpHeaders headers) {
        String raw = uri.getRequestUri().getRawPath();
        return answer(path(raw), uri, headers);
    }

    /** What stands beneath the root; clients that join addresses write a slash too many. */
    private static String path(String raw) {
        String path = raw.substring(Math.min(raw.length(), ROOT.length()));
        return path.replaceAll("^/+|/+$", "");
    }

    private Response answer(String path, UriInfo uri, HttpHeaders headers) {
        ODataHeaders.version(headers);
        Options options = Options.of(uri.getRequestUri().getRawQuery());
        if (path.equals("$metadata") || path.equals("%24metadata")) {
            return documents.metadata(options, headers);
        }
        if (path.startsWith(Capability.FOLDER)) {
            return documents.vocabulary(path, headers);
        }
        if (path.endsWith("/$count") || path.endsWith("/%24count")) {
            // A number is text, whatever is accepted.
            ODataRequest what =
                    ODataRequest.of(path.replace("%24count", "$count"), options, reader);
            return Response.ok(Long.toString(rows.count(what.query())), "text/plain;charset=utf-8")
                    .build();
        }
        ODataHeaders asked = ODataHeaders.of(options, headers);
        String base = address.of(uri, ROOT);
        if (path.isEmpty()) {
            return documents.service(base, asked, headers);
        }
        ODataRequest what = ODataRequest.of(path.replace("%24count", "$count"), options, reader);
        return switch (what.kind()) {
            case COUNT -> throw new IllegalStateException("counted above");
            case ONE -> pages.one(what, base, asked, headers);
            case ROWS -> pages.rows(what, base, asked, options, headers);
        };
    }
}
