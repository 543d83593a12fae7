package io.effekt.organization;

import io.effekt.access.Right;
import io.effekt.resource.ResourceEndpoint;
import io.effekt.resource.ResourceId;
import io.effekt.resource.schema.DefinitionVersions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Value streams: what teams work together for. */
@Path("/api/v1/value-streams")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Value streams")
public class ValueStreamResource {
    private final ResourceEndpoint endpoint;

    public ValueStreamResource(ResourceEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @GET
    @RolesAllowed(Right.STATUS_READ)
    @Operation(
            operationId = "listValueStreams",
            summary = "List value streams",
            extensions = @Extension(name = "x-resource", value = "list"))
    @Parameter(
            name = "status",
            in = ParameterIn.QUERY,
            description = "active or retired; both when absent")
    @Parameter(name = "limit", in = ParameterIn.QUERY)
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @APIResponse(
            responseCode = "200",
            description = "One page",
            content = @Content(schema = @Schema(implementation = ValueStreamForm.Page.class)))
    public Uni<Response> list(@Context UriInfo uri, @Context HttpHeaders headers) {
        return endpoint.list(ValueStreamKind.TYPE.name(), "", uri, headers);
    }

    @GET
    @RolesAllowed(Right.STATUS_READ)
    @Path("/{key}")
    @Operation(
            operationId = "getValueStream",
            summary = "Read a value stream",
            extensions = @Extension(name = "x-resource", value = "get"))
    @APIResponse(
            responseCode = "200",
            description = "How it reads today; the ETag is its version",
            content = @Content(schema = @Schema(implementation = ValueStreamForm.Defined.class)))
    public Uni<Response> get(@PathParam("key") String key, @Context HttpHeaders headers) {
        return endpoint.get(subject(key), headers);
    }

    @PUT
    @RolesAllowed(Right.DEFINITIONS_WRITE)
    @Path("/{key}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "putValueStream",
            summary = "Define a value stream, or change it",
            extensions = @Extension(name = "x-resource", value = "put"))
    @Parameter(name = "dryRun", in = ParameterIn.QUERY)
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ValueStreamForm.class),
                            examples =
                                    @ExampleObject(
                                            name = "value stream",
                                            value =
                                                    """
                                                    {"name": "Onboarding", "reason": "the first ones of the new programme"}
                                                    """)))
    @APIResponse(
            responseCode = "200",
            description = "Changed, or as it was",
            content = @Content(schema = @Schema(implementation = ValueStreamForm.Defined.class)))
    public Response put(
            @PathParam("key") String key,
            InputStream body,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        return endpoint.put(subject(key), body, uri, headers);
    }

    @DELETE
    @RolesAllowed(Right.DEFINITIONS_WRITE)
    @Path("/{key}")
    @RunOnVirtualThread
    @Operation(
            operationId = "retireValueStream",
            summary = "Retire a value stream",
            description = "Out of use from now on; its history stays and can be read.",
            extensions = @Extension(name = "x-resource", value = "retire"))
    @Parameter(name = "dryRun", in = ParameterIn.QUERY)
    @APIResponse(
            responseCode = "200",
            description = "Retired",
            content = @Content(schema = @Schema(implementation = ValueStreamForm.Defined.class)))
    public Response retire(
            @PathParam("key") String key, @Context UriInfo uri, @Context HttpHeaders headers) {
        return endpoint.retire(subject(key), uri, headers);
    }

    @GET
    @RolesAllowed(Right.STATUS_READ)
    @Path("/{key}/versions")
    @Operation(
            operationId = "listValueStreamVersions",
            summary = "Every version of a value stream",
            extensions = @Extension(name = "x-resource", value = "versions"))
    @Parameter(name = "limit", in = ParameterIn.QUERY)
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @APIResponse(
            responseCode = "200",
            description = "One page",
            content = @Content(schema = @Schema(implementation = DefinitionVersions.class)))
    public Uni<Response> versions(
            @PathParam("key") String key, @Context UriInfo uri, @Context HttpHeaders headers) {
        return endpoint.versions(subject(key), uri, headers);
    }

    private static ResourceId subject(String key) {
        return new ResourceId(ValueStreamKind.TYPE.name(), key);
    }
}
