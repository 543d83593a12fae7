package io.effekt.bi.connect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.access.Right;
import io.effekt.bi.PublicAddress;
import io.effekt.dataset.Dataset;
import io.effekt.dataset.Datasets;
import io.effekt.json.Json;
import io.effekt.kernel.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
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

/**
 * Files that open a tool with the right address in it. No secret is in them; they need the right of
 * what they lead to all the same, so that nobody learns addresses and names of sets who could not
 * read them anyway.
 */
@Path("/connect")
@Tag(name = "BI")
public class ConnectResource {
    private static final String ODC = "text/x-ms-odc";

    private final PublicAddress address;
    private final Datasets datasets;

    public ConnectResource(PublicAddress address, Datasets datasets) {
        this.address = address;
        this.datasets = datasets;
    }

    @GET
    @RolesAllowed({Right.BI_READ, Right.STATUS_READ})
    @Path("/effekt.pbids")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "connectPowerBi",
            summary = "A file that opens Power BI Desktop at the OData service",
            description = "It asks for a key: Basic, any user name, the key as the password.")
    @APIResponse(
            responseCode = "200",
            description = "A Power BI data source file",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(ref = "PowerBiSource")))
    public Response powerBi(@Context UriInfo uri) {
        ObjectNode json = Json.object().put("version", "0.1");
        ObjectNode connection = json.putArray("connections").addObject();
        ObjectNode details = connection.putObject("details").put("protocol", "odata");
        details.putObject("address").put("url", address.of(uri, "/odata/v4"));
        connection.put("mode", "Import");
        return file("effekt.pbids", Json.write(json), MediaType.APPLICATION_JSON);
    }

    @GET
    @RolesAllowed({Right.BI_READ, Right.STATUS_READ})
    @Path("/effekt.mez")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(
            operationId = "connectPowerBiConnector",
            summary = "The connector for Power BI",
            description = "Goes into 'Documents/Power BI Desktop/Custom Connectors'.")
    @APIResponse(
            responseCode = "200",
            description = "A Power Query extension",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Response powerBiConnector() {
        return file("Effekt.mez", PowerBiConnector.archive(), MediaType.APPLICATION_OCTET_STREAM);
    }

    @GET
    @RolesAllowed({Right.BI_READ, Right.STATUS_READ})
    @Path("/excel/{set}.odc")
    @Produces(ODC)
    @Operation(
            operationId = "connectExcel",
            summary = "A file that opens Excel with the rows of a set",
            description = "It asks for a key: Basic, any user name, the key as the password.")
    @Parameter(
            name = "set",
            in = ParameterIn.PATH,
            description = "Its name, as the catalogue has it",
            schema = @Schema(type = SchemaType.STRING, examples = "KpiStatus"))
    @APIResponse(
            responseCode = "200",
            description = "An Office Data Connection",
            content = @Content(mediaType = ODC, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "404", description = "There is no such set")
    public Response excel(@PathParam("set") String name, @Context UriInfo uri) {
        Dataset set =
                datasets.named(name)
                        .orElseThrow(() ->
                                Problem.notFound("There is no such set; GET /api/v1/bi lists them.")
                                        .exception());
        String connection = ExcelConnection.of(set, address.of(uri, "/odata/v4"));
        return file("Effekt " + name + ".odc", connection, ODC + ";charset=utf-8");
    }

    private static Response file(String name, Object content, String type) {
        return Response.ok(content, type)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .build();
    }
}
