package io.effekt.kpi.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.effekt.access.CurrentCaller;
import io.effekt.eventstore.decision.CommandOutcome;
import io.effekt.eventstore.decision.Decisions.DecisionsUnavailable;
import io.effekt.http.QueryParameters;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.json.MalformedJson;
import io.effekt.json.RefusalJson;
import io.effekt.kernel.Preferences;
import io.effekt.kernel.Problem;
import io.effekt.kpi.application.DefinitionDesk.Request;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What every change of a definition says beside its body, and how its outcome is answered.
 *
 * @param dryRun whether nothing shall change
 * @param patience how long the answer may take
 */
record Changes(boolean dryRun, Duration patience) {
    /** Says on an answer that nothing was changed. */
    static final String DRY_RUN = "Effekt-Dry-Run";

    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    static Changes of(UriInfo uri, HttpHeaders headers) {
        return of(new QueryParameters(uri.getQueryParameters(), Set.of("dryRun")), headers);
    }

    static Changes of(QueryParameters given, HttpHeaders headers) {
        Boolean dryRun = given.as("dryRun", Changes::bool);
        List<String> prefer = headers.getRequestHeader("Prefer");
        Duration patience =
                Preferences.of(prefer == null ? List.of() : prefer, LONGEST_WAIT)
                        .waiting()
                        .orElse(DEFAULT_WAIT);
        return new Changes(dryRun != null && dryRun, patience);
    }

    private static Boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("write true or false");
        };
    }

    /** The body as a form; 400 when it is no JSON. */
    static Form form(InputStream body) {
        return form(bytes(body));
    }

    /** The body as a form, where it may be left out. */
    static Form formOrEmpty(InputStream body) {
        byte[] bytes = bytes(body);
        return bytes.length == 0 ? Form.of(Json.object()) : form(bytes);
    }

    private static Form form(byte[] body) {
        try {
            return Form.of(Json.read(body));
        } catch (MalformedJson e) {
            throw Problem.malformed(e.sentence()).exception();
        }
    }

    private static byte[] bytes(InputStream body) {
        try {
            return body.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Request request(CurrentCaller caller, @Nullable String reason) {
        return new Request(UUID.randomUUID(), caller.get().actor(), reason);
    }

    /** Submits; 503 when Kafka does not take it. */
    Optional<CommandOutcome> waitFor(Function<Duration, Optional<CommandOutcome>> submit) {
        try {
            return submit.apply(patience);
        } catch (DecisionsUnavailable e) {
            throw Problem.unavailable(
                            "kafka-unavailable",
                            "Changes cannot be taken for the moment; send it again.",
                            2)
                    .exception();
        }
    }

    /** It is durable and will be decided: where to look for what became of it. */
    Response pending(UUID requestId) {
        return Response.accepted()
                .location(URI.create("/api/v1/commands/" + requestId))
                .header("Retry-After", 1)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(Json.write(Json.object().put("command", requestId.toString())))
                .build();
    }

    /** The resource with its version as a strong tag, or the refusals as a problem. */
    Response answer(CommandOutcome outcome, UriInfo uri) {
        Response.ResponseBuilder answer = answer(outcome);
        if (dryRun) {
            return answer.status(200).header(DRY_RUN, true).build();
        }
        if (outcome.status() == 201) {
            answer.location(uri.getAbsolutePath());
        }
        JsonNode version = Json.stored(outcome.body()).path("version");
        return version.isInt()
                ? answer.header(HttpHeaders.ETAG, "\"" + version.intValue() + "\"").build()
                : answer.build();
    }

    /** The bare outcome: its status and body; refusals as a problem. */
    static Response.ResponseBuilder answer(CommandOutcome outcome) {
        if (!outcome.isDone()) {
            throw Problem.refused(outcome.status(), RefusalJson.read(Json.stored(outcome.body())))
                    .exception();
        }
        return Response.status(outcome.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(outcome.body().getBytes(StandardCharsets.UTF_8));
    }
}
