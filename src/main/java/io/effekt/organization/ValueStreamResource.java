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
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
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

    /** All of them, in order of their keys. */
    @GET
    @RolesAllowed(Right.STATUS_READ)
    @Operation(operationId = "listValueStreams", summary = "List value streams")
    @Parameter(
            name = "status",
            in = ParameterIn.QUERY,
            description = "active or retired; both when absent")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            schema =
                    @Schema(
                            type = SchemaType.INTEGER,
                            defaultValue = "100",
                            minimum = "1",
                            maximum = "1000"))
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "From 'next' of the page before")
    @APIResponse(
            responseCode = "200",
            description = "One page",
            content = @Content(schema = @Schema(implementation = ValueStreamForm.Page.class)))
    @APIResponse(responseCode = "304", description = "Nothing has changed since the ETag given")
    @APIResponse(
            responseCode = "400",
            description = "A parameter cannot be read; the answer says how")
    public Uni<Response> list(@Context UriInfo uri, @Context HttpHeaders headers) {
        return endpoint.list(ValueStreamKind.TYPE.name(), "", uri, headers);
    }

    /** One of them. */
    @GET
    @RolesAllowed(Right.STATUS_READ)
    @Path("/{key}")
    @Operation(operationId = "getValueStream", summary = "Read a value stream")
    @APIResponse(
            responseCode = "200",
            description = "How it reads today; the ETag is its version",
            content = @Content(schema = @Schema(implementation = ValueStreamForm.Defined.class)))
    @APIResponse(responseCode = "304", description = "It is still at the version given")
    @APIResponse(responseCode = "404", description = "It was never defined")
    public Uni<Response> get(@PathParam("key") String key, @Context HttpHeaders headers) {
        return endpoint.get(subject(key), headers);
    }

    /** Defines it, or changes it. */
    @PUT
    @RolesAllowed(Right.DEFINITIONS_WRITE)
    @Path("/{key}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "putValueStream",
            summary = "Define a value stream, or change it",
            description =
                    "The whole resource. The same again changes nothing and is no new version. The"
                            + " answer comes once the change, and the statuses that follow from it, can be"
                            + " read: within 10 seconds or what 'Prefer: wait=N' says; otherwise 202.")
    @Parameter(
            name = "dryRun",
            in = ParameterIn.QUERY,
            description = "true: decide, and change nothing",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @Parameter(
            name = "If-Match",
            in = ParameterIn.HEADER,
            description = "Only when it is still at this version, for instance \"3\"",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "If-None-Match",
            in = ParameterIn.HEADER,
            description = "*: only when it is not there yet",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "Prefer",
            in = ParameterIn.HEADER,
            description = "wait=N: how many seconds the answer may take",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "Effekt-Reason",
            in = ParameterIn.HEADER,
            description = "Why; kept in the history",
            schema = @Schema(type = SchemaType.STRING))
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
            headers =
                    @Header(
                            name = "ETag",
                            description = "The version",
                            schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = ValueStreamForm.Defined.class)))
    @APIResponse(
            responseCode = "201",
            description = "Defined for the first time",
            headers =
                    @Header(
                            name = "ETag",
                            description = "The version",
                            schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = ValueStreamForm.Defined.class)))
    @APIResponse(responseCode = "202", description = "Taken, and not visible yet: see Location")
    @APIResponse(
            responseCode = "400",
            description = "No JSON, or a header or parameter that cannot be read")
    @APIResponse(responseCode = "412", description = "It is at another version by now")
    @APIResponse(responseCode = "422", description = "Refused; 'errors' says where and why")
    @APIResponse(responseCode = "503", description = "Changes cannot be taken for the moment")
    public Response put(
            @PathParam("key") String key,
            InputStream body,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        return endpoint.put(subject(key), body, uri, headers);
    }

    /** Takes it out of use; never erases. */
    @DELETE
    @RolesAllowed(Right.DEFINITIONS_WRITE)
    @Path("/{key}")
    @RunOnVirtualThread
    @Operation(
            operationId = "retireValueStream",
            summary = "Retire a value stream",
            description = "Out of use from now on; its history stays and can be read.")
    @Parameter(
            name = "dryRun",
            in = ParameterIn.QUERY,
            description = "true: decide, and change nothing",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @Parameter(
            name = "If-Match",
            in = ParameterIn.HEADER,
            description = "Only when it is still at this version, for instance \"3\"",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "Prefer",
            in = ParameterIn.HEADER,
            description = "wait=N: how many seconds the answer may take",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "Effekt-Reason",
            in = ParameterIn.HEADER,
            description = "Why; kept in the history",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "Retired",
            content = @Content(schema = @Schema(implementation = ValueStreamForm.Defined.class)))
    @APIResponse(responseCode = "202", description = "Taken, and not visible yet: see Location")
    @APIResponse(responseCode = "404", description = "It was never defined")
    @APIResponse(responseCode = "412", description = "It is at another version by now")
    @APIResponse(responseCode = "503", description = "Changes cannot be taken for the moment")
    public Response retire(
            @PathParam("key") String key, @Context UriInfo uri, @Context HttpHeaders headers) {
        return endpoint.retire(subject(key), uri, headers);
    }

    /** All its versions, the newest first. */
    @GET
    @RolesAllowed(Right.STATUS_READ)
    @Path("/{key}/versions")
    @Operation(
            operationId = "listValueStreamVersions",
            summary = "Every version of a value stream",
            description = "With author, time and reason, the newest first.")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            schema =
                    @Schema(
                            type = SchemaType.INTEGER,
                            defaultValue = "100",
                            minimum = "1",
                            maximum = "1000"))
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "From 'next' of the page before")
    @APIResponse(
            responseCode = "200",
            description = "One page",
            content = @Content(schema = @Schema(implementation = DefinitionVersions.class)))
    @APIResponse(responseCode = "304", description = "Nothing has changed since the ETag given")
    @APIResponse(responseCode = "404", description = "It was never defined")
    public Uni<Response> versions(
            @PathParam("key") String key, @Context UriInfo uri, @Context HttpHeaders headers) {
        return endpoint.versions(subject(key), uri, headers);
    }

    private static ResourceId subject(String key) {
        return new ResourceId(ValueStreamKind.TYPE.name(), key);
    }
}
