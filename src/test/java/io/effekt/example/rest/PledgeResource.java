package io.effekt.example.rest;

import io.effekt.access.Right;
import io.effekt.example.ExampleSlice;
import io.effekt.example.domain.Pledge;
import io.effekt.resource.ResourceEndpoint;
import io.effekt.resource.ResourceId;
import io.quarkus.arc.properties.IfBuildProperty;
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
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Pledges of teams. A query parameter that no annotation names is refused. */
@Path("/api/v1/pledges")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Pledges")
@IfBuildProperty(name = ExampleSlice.SWITCH, stringValue = ExampleSlice.ON)
public class PledgeResource {
    private final ResourceEndpoint endpoint;

    public PledgeResource(ResourceEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @GET
    @RolesAllowed(Right.STATUS_READ)
    @Operation(
            operationId = "listPledges",
            summary = "List pledges",
            extensions = @Extension(name = "x-resource", value = "list"))
    @Parameter(name = "status", in = ParameterIn.QUERY, description = "active or retired")
    @Parameter(name = "limit", in = ParameterIn.QUERY)
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    public Uni<Response> list(@Context UriInfo uri, @Context HttpHeaders headers) {
        return endpoint.list(Pledge.KIND, "", uri, headers);
    }

    @GET
    @RolesAllowed(Right.STATUS_READ)
    @Path("/{key}")
    @Operation(
            operationId = "getPledge",
            summary = "Read a pledge",
            extensions = @Extension(name = "x-resource", value = "get"))
    public Uni<Response> get(@PathParam("key") String key, @Context HttpHeaders headers) {
        return endpoint.get(id(key), headers);
    }

    @PUT
    @RolesAllowed(Right.DEFINITIONS_WRITE)
    @Path("/{key}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "putPledge",
            summary = "Make a pledge, or change it",
            extensions = @Extension(name = "x-resource", value = "put"))
    @Parameter(name = "dryRun", in = ParameterIn.QUERY)
    @RequestBody(content = @Content(schema = @Schema(implementation = PledgeForm.class)))
    public Response put(
            @PathParam("key") String key,
            InputStream body,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        return endpoint.put(id(key), body, uri, headers);
    }

    @DELETE
    @RolesAllowed(Right.DEFINITIONS_WRITE)
    @Path("/{key}")
    @RunOnVirtualThread
    @Operation(
            operationId = "withdrawPledge",
            summary = "Withdraw a pledge",
            extensions = @Extension(name = "x-resource", value = "retire"))
    @Parameter(name = "dryRun", in = ParameterIn.QUERY)
    public Response retire(
            @PathParam("key") String key, @Context UriInfo uri, @Context HttpHeaders headers) {
        return endpoint.retire(id(key), uri, headers);
    }

    @GET
    @RolesAllowed(Right.STATUS_READ)
    @Path("/{key}/versions")
    @Operation(
            operationId = "listPledgeVersions",
            summary = "Every version of a pledge",
            extensions = @Extension(name = "x-resource", value = "versions"))
    @Parameter(name = "limit", in = ParameterIn.QUERY)
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    public Uni<Response> versions(
            @PathParam("key") String key, @Context UriInfo uri, @Context HttpHeaders headers) {
        return endpoint.versions(id(key), uri, headers);
    }

    private static ResourceId id(String key) {
        return new ResourceId(Pledge.KIND, key);
    }
}
