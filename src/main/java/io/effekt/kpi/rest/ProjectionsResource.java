package io.effekt.kpi.rest;

import io.effekt.access.Right;
import io.effekt.kernel.Problem;
import io.effekt.kpi.application.status.Rebuild;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Calls for administrators of the tables that are read. */
@Path("/api/v1/projections")
@Tag(name = "Administration")
public class ProjectionsResource {
    private final Rebuild rebuild;

    public ProjectionsResource(Rebuild rebuild) {
        this.rebuild = rebuild;
    }

    @POST
    @RolesAllowed(Right.ADMIN)
    @Path("/rebuild")
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "rebuildProjections",
            summary = "Make all projections again from the log and swap them in",
            description =
                    "Runs beside the running projections while measurements keep coming; answers how"
                            + " many rows differed.")
    @APIResponseSchema(value = Rebuild.Report.class, responseDescription = "How many rows differed")
    @APIResponse(responseCode = "409", description = "Another rebuild is under way")
    public Rebuild.Report rebuild() {
        return run(true);
    }

    @POST
    @RolesAllowed(Right.ADMIN)
    @Path("/verify")
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "verifyProjections",
            summary = "Make all projections again from the log and compare",
            description = "Answers how many rows differ from the running ones; changes nothing.")
    @APIResponseSchema(value = Rebuild.Report.class, responseDescription = "How many rows differed")
    @APIResponse(responseCode = "409", description = "Another rebuild is under way")
    public Rebuild.Report verify() {
        return run(false);
    }

    private Rebuild.Report run(boolean swap) {
        Rebuild.Report report = rebuild.run(swap);
        if (report == null) {
            throw Problem.of(
                            409,
                            "rebuild-under-way",
                            "Another rebuild is under way: wait for its end and ask again.")
                    .exception();
        }
        return report;
    }
}
