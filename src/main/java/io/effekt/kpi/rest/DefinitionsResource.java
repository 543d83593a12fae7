package io.effekt.kpi.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.access.Right;
import io.effekt.access.command.CommandRequest;
import io.effekt.http.ChangeReason;
import io.effekt.http.ETags;
import io.effekt.http.QueryParameters;
import io.effekt.http.body.JsonForm;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.kernel.Problem;
import io.effekt.kernel.Refusal;
import io.effekt.kpi.application.Catalogue;
import io.effekt.organization.CallerVisibility;
import io.effekt.resource.ResourceDocument;
import io.effekt.resource.ResourceImport;
import io.effekt.resource.ResourceView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** All definitions at once, out and in; and the catalogue of those that are shipped. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Definitions")
public class DefinitionsResource {
    private final ResourceView view;
    private final ResourceDocument documents;
    private final Imports imports;
    private final CallerVisibility callerVisibility;
    private final Catalogue catalogue;

    public DefinitionsResource(
            ResourceView view,
            ResourceDocument documents,
            Imports imports,
            Catalogue catalogue,
            CallerVisibility callerVisibility) {
        this.callerVisibility = callerVisibility;
        this.view = view;
        this.documents = documents;
        this.imports = imports;
        this.catalogue = catalogue;
    }

    @GET
    @RolesAllowed(Right.STATUS_READ)
    @Path("/definitions")
    @RunOnVirtualThread
    @Operation(
            operationId = "exportDefinitions",
            summary = "All definitions as one document",
            description = "What PUT takes in again, here or in another installation.")
    @APIResponse(
            responseCode = "200",
            description = "The document",
            content = @Content(schema = @Schema(implementation = DefinitionsForm.class)))
    @APIResponse(responseCode = "304", description = "Nothing has changed since the ETag given")
    public Response export(@Context UriInfo uri, @Context HttpHeaders headers) {
        new QueryParameters(uri.getQueryParameters(), Set.of());
        callerVisibility.requireWhole("The export of all definitions");
        view.refresh();
        return ETags.answer(headers, bytes(documents.write(view.current())), null);
    }

    @PUT
    @RolesAllowed(Right.DEFINITIONS_WRITE)
    @Path("/definitions")
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "importDefinitions",
            summary = "Take in many definitions at once",
            description =
                    "All or nothing, with a result for each item. What the document does not name"
                            + " stays as it is. The same again changes nothing.")
    @Parameter(name = "dryRun", in = ParameterIn.QUERY)
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DefinitionsForm.class)))
    @APIResponse(
            responseCode = "200",
            description = "All of it is in",
            content = @Content(schema = @Schema(implementation = DefinitionsForm.Result.class)))
    @APIResponse(responseCode = "202", description = "Accepted, not yet applied: see Location")
    @APIResponse(responseCode = "400", description = "No JSON")
    @APIResponse(
            responseCode = "422",
            description = "None of it is in; 'errors' and 'items' say where and why",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            schema = @Schema(ref = "ImportProblem")))
    @APIResponse(responseCode = "503", description = "Changes cannot be taken for the moment")
    public Response load(InputStream body, @Context UriInfo uri, @Context HttpHeaders headers) {
        CommandRequest request = CommandRequest.of(uri, headers);
        callerVisibility.requireWhole("The import of definitions");
        Form form = JsonForm.of(body);
        String reason = ChangeReason.of(form, headers);
        ResourceImport wanted = documents.read(form, false);
        return switch (form.finish(() -> wanted)) {
            case Form.Read.Wrong<?>(List<Refusal> refusals) ->
                    throw Problem.refused(422, refusals).exception();
            case Form.Read.Fine<?> fine -> imports.take(request, reason, wanted, uri);
        };
    }

    @GET
    @RolesAllowed(Right.STATUS_READ)
    @Path("/catalogue")
    @Operation(
            operationId = "getCatalogue",
            summary = "The standard catalogue of KPIs",
            description =
                    "KPIs from published programmes for the future workplace, with a target for the"
                            + " organisation where the programme has one.")
    @APIResponse(
            responseCode = "200",
            description = "A document of definitions",
            content = @Content(schema = @Schema(implementation = DefinitionsForm.class)))
    @APIResponse(responseCode = "304", description = "Nothing has changed since the ETag given")
    public Response catalogue(@Context UriInfo uri, @Context HttpHeaders headers) {
        new QueryParameters(uri.getQueryParameters(), Set.of());
        return ETags.answer(headers, bytes(catalogue.document()), null);
    }

    @POST
    @RolesAllowed(Right.DEFINITIONS_WRITE)
    @Path("/catalogue/adopt")
    @RunOnVirtualThread
    @Operation(
            operationId = "adoptCatalogue",
            summary = "Take over KPIs of the catalogue",
            description =
                    "All of them, or those named in 'keys', with their targets. What is defined already"
                            + " is left as it is.")
    @Parameter(name = "dryRun", in = ParameterIn.QUERY)
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DefinitionsForm.Adoption.class)))
    @APIResponse(
            responseCode = "200",
            description = "They are in",
            content = @Content(schema = @Schema(implementation = DefinitionsForm.Result.class)))
    @APIResponse(responseCode = "202", description = "Accepted, not yet applied: see Location")
    @APIResponse(
            responseCode = "422",
            description = "There is no such key in the catalogue, or none of it is in",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            schema = @Schema(ref = "ImportProblem")))
    @APIResponse(responseCode = "503", description = "Changes cannot be taken for the moment")
    public Response adopt(InputStream body, @Context UriInfo uri, @Context HttpHeaders headers) {
        CommandRequest request = CommandRequest.of(uri, headers);
        callerVisibility.requireWhole("Taking over the catalogue");
        Form form = JsonForm.ofOptional(body);
        String reason = ChangeReason.of(form, headers);
        Set<String> keys =
                form.has("keys") ? new LinkedHashSet<>(form.keys("keys")) : catalogue.keys();
        for (String key : keys) {
            if (!catalogue.keys().contains(key)) {
                form.refuse(
                        "unknown-key",
                        "keys",
                        "The catalogue has no '" + key + "': GET /api/v1/catalogue lists them.");
            }
        }
        return switch (form.finish(() -> keys)) {
            case Form.Read.Wrong<?>(List<Refusal> refusals) ->
                    throw Problem.refused(422, refusals).exception();
            case Form.Read.Fine<?> fine -> imports.take(request, reason, adopted(keys), uri);
        };
    }

    private ResourceImport adopted(Set<String> keys) {
        Form part = Form.of(catalogue.part(keys));
        ResourceImport adopted = documents.read(part, true);
        return part.finish(() -> adopted).orThrow();
    }

    private static byte[] bytes(ObjectNode json) {
        return Json.write(json).getBytes(StandardCharsets.UTF_8);
    }
}
