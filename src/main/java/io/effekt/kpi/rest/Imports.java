package io.effekt.kpi.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.access.CurrentCaller;
import io.effekt.eventstore.decision.CommandOutcome;
import io.effekt.json.Json;
import io.effekt.kpi.application.DefinitionDesk;
import io.effekt.kpi.application.DefinitionDesk.Request;
import io.effekt.kpi.application.DefinitionImport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Submits many definitions at once, and answers what became of each. */
@ApplicationScoped
public class Imports {
    private final DefinitionDesk desk;
    private final CurrentCaller caller;

    public Imports(DefinitionDesk desk, CurrentCaller caller) {
        this.caller = caller;
        this.desk = desk;
    }

    Response take(Changes change, @Nullable String reason, DefinitionImport wanted, UriInfo uri) {
        Request request = Changes.request(caller, reason);
        Optional<CommandOutcome> outcome =
                change.dryRun()
                        ? Optional.of(desk.tryOut(request, wanted))
                        : change.waitFor(wait -> desk.submit(request, wanted, wait));
        if (outcome.isEmpty()) {
            return change.pending(request.id());
        }
        return outcome.get().isDone()
                ? change.answer(outcome.get(), uri)
                : refused(outcome.get(), uri);
    }

    /** A problem like any other, with the result of each item beside its errors. */
    private static Response refused(CommandOutcome outcome, UriInfo uri) {
        ObjectNode result = Json.stored(outcome.body());
        ObjectNode problem =
                Json.object()
                        .put("type", "urn:effekt:problem:import-refused")
                        .put("title", "Refused")
                        .put("status", outcome.status())
                        .put(
                                "detail",
                                result.path("refused").asInt()
                                        + " of "
                                        + result.path("items").size()
                                        + " definitions are refused, and none was taken; see"
                                        + " 'errors'.")
                        .put("instance", uri.getAbsolutePath().getPath())
                        .put("code", "import-refused");
        problem.set("errors", result.remove("refusals"));
        problem.setAll(result);
        return Response.status(outcome.status())
                .type("application/problem+json")
                .entity(Json.write(problem))
                .build();
    }
}
