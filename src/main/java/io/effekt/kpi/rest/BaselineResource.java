package io.effekt.kpi.rest;

import io.effekt.access.Right;
import io.effekt.kpi.application.BaselineKind;
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

/** What changes of a KPI at a scope are counted from. */
@Path("/api/v1/kpis/{key}/baselines")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Baselines")
public class BaselineResource {
    private final ResourceEndpoint endpoint;

    public BaselineResource(ResourceEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @GET
    @RolesAllowed(Right.STATUS_READ)
    @Operation(
            operationId = "listBaselines",
            summary = "List the baselines of a KPI",
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
            content = @Content(schema = @Schema(implementation = BaselineForm.Page.class)))
    public Uni<Response> list(
            @PathParam("key") String key, @Context UriInfo uri, @Context HttpHeaders headers) {
        return endpoint.list(BaselineKind.TYPE.name(), key, uri, headers);
    }

    @GET
    @RolesAllowed(Right.STATUS_READ)
    @Path("/{scope}")
    @Operation(
            operationId = "getBaseline",
            summary = "Read the baseline of a KPI at a scope",
            extensions = @Extension(name = "x-resource", value = "get"))
    @APIResponse(
            responseCode = "200",
            description = "How it reads today; the ETag is its version",
            content = @Content(schema = @Schema(implementation = BaselineForm.Defined.class)))
    public Uni<Response> get(
            @PathParam("key") String key,
            @PathParam("scope") String scope,
            @Context HttpHeaders headers) {
        return endpoint.get(subject(key, scope), headers);
    }

    @PUT
    @RolesAllowed(Right.DEFINITIONS_WRITE)
    @Path("/{scope}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "putBaseline",
            summary = "Set the baseline of a KPI at a scope",
            extensions = @Extension(name = "x-resource", value = "put"))
    @Parameter(name = "dryRun", in = ParameterIn.QUERY)
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BaselineForm.class),
                            examples =
                                    @ExampleObject(
                                            name = "baseline",
                                            value =
                                                    """
                                                    {"from": "2025-07-01", "to": "2026-01-01", "locked": true}
                                                    """)))
    @APIResponse(
            responseCode = "200",
            description = "Changed, or as it was",
            content = @Content(schema = @Schema(implementation = BaselineForm.Defined.class)))
    public Response put(
            @PathParam("key") String key,
            @PathParam("scope") String scope,
            InputStream body,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        return endpoint.put(subject(key, scope), body, uri, headers);
    }

    @DELETE
    @RolesAllowed(Right.DEFINITIONS_WRITE)
    @Path("/{scope}")
    @RunOnVirtualThread
    @Operation(
            operationId = "removeBaseline",
            summary = "Take away the baseline of a KPI at a scope",
            description = "From now on there is none; the history stays and can be read.",
            extensions = @Extension(name = "x-resource", value = "retire"))
    @Parameter(name = "dryRun", in = ParameterIn.QUERY)
    @APIResponse(
            responseCode = "200",
            description = "Taken away",
            content = @Content(schema = @Schema(implementation = BaselineForm.Defined.class)))
    public Response retire(
            @PathParam("key") String key,
            @PathParam("scope") String scope,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        return endpoint.retire(subject(key, scope), uri, headers);
    }

    @GET
    @RolesAllowed(Right.STATUS_READ)
    @Path("/{scope}/versions")
    @Operation(
            operationId = "listBaselineVersions",
            summary = "Every version of the baseline of a KPI at a scope",
            extensions = @Extension(name = "x-resource", value = "versions"))
    @Parameter(name = "limit", in = ParameterIn.QUERY)
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @APIResponse(
            responseCode = "200",
            description = "One page",
            content = @Content(schema = @Schema(implementation = DefinitionVersions.class)))
    public Uni<Response> versions(
            @PathParam("key") String key,
            @PathParam("scope") String scope,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        return endpoint.versions(subject(key, scope), uri, headers);
    }

    private static ResourceId subject(String key, String scope) {
        return new ResourceId(BaselineKind.TYPE.name(), key, scope);
    }
}
