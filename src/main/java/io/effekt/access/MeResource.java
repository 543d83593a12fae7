package io.effekt.access;

import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the service knows of the caller: to try a key, or to see why something is refused. */
@Path("/api/v1/me")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Keys")
public class MeResource {
    private final CurrentCaller caller;

    public MeResource(CurrentCaller caller) {
        this.caller = caller;
    }

    /** Who is calling. */
    @Schema(name = "Me")
    record Me(
            @Schema(description = "How the log names you", examples = "jira-sync") String actor,
            List<String> scopes,
            @Schema(description = "Whether they hold in the whole organisation") boolean everywhere,
            List<String> teams,
            List<String> streams,
            @Schema(description = "Empty for all") List<String> kpis) {}

    @GET
    @Authenticated
    @Operation(operationId = "getMe", summary = "Who am I, and what may I do?")
    @APIResponse(
            responseCode = "200",
            description = "You",
            content = @Content(schema = @Schema(implementation = Me.class)))
    public Me get() {
        Caller now = caller.get();
        Limits limits = now.limits();
        return new Me(
                now.actor(),
                sorted(now.rights()),
                limits.everywhere(),
                sorted(limits.teams()),
                sorted(limits.streams()),
                sorted(limits.kpis()));
    }

    private static List<String> sorted(java.util.Set<String> some) {
        return List.copyOf(new TreeSet<>(some));
    }
}
