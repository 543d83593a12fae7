package io.effekt.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.eventstore.decision.Command;
import io.effekt.eventstore.decision.CommandOutcome;
import io.effekt.eventstore.decision.Decisions;
import io.effekt.json.Json;
import io.effekt.json.RefusalJson;
import io.effekt.kernel.Preferences;
import io.effekt.kernel.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Hands in commands of whoever calls, and says what became of them. Blocks. */
@ApplicationScoped
public class Submissions {
    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final Decisions decisions;
    private final CurrentCaller caller;

    public Submissions(Decisions decisions, CurrentCaller caller) {
        this.decisions = decisions;
        this.caller = caller;
    }

    /** A command of whoever calls now. */
    public Command command(String name, @Nullable String reason, ObjectNode data) {
        return new Command(UUID.randomUUID(), name, caller.get().actor(), reason, data);
    }

    /**
     * Waits for what is decided; refusals are thrown as a problem.
     *
     * @return empty when the time that the caller gives was over before
     */
    public Optional<CommandOutcome> submit(Command command, HttpHeaders headers) {
        Optional<CommandOutcome> outcome;
        try {
            outcome = decisions.submit(command, patience(headers));
        } catch (Decisions.DecisionsUnavailable e) {
            throw Problem.unavailable(
                            "kafka-unavailable",
                            "Changes cannot be taken for the moment; send it again.",
                            2)
                    .exception();
        }
        outcome.filter(o -> !o.isDone())
                .ifPresent(o -> {
                    throw Problem.refused(o.status(), RefusalJson.read(Json.stored(o.body())))
                            .exception();
                });
        return outcome;
    }

    /** It is durable and will be decided: where to look for what became of it. */
    public static Response.ResponseBuilder pending(Command command) {
        String id = command.requestId().toString();
        return Response.accepted()
                .location(URI.create("/api/v1/commands/" + id))
                .header("Retry-After", 1)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(Json.write(Json.object().put("command", id)));
    }

    private static Duration patience(HttpHeaders headers) {
        List<String> prefer = headers.getRequestHeader("Prefer");
        return Preferences.of(prefer == null ? List.of() : prefer, LONGEST_WAIT)
                .waiting()
                .orElse(DEFAULT_WAIT);
    }
}
