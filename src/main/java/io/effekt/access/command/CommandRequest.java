package io.effekt.access.command;

import io.effekt.http.QueryParameters;
import io.effekt.kernel.Preferences;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a request to change something says beside its body.
 *
 * @param dryRun whether nothing shall change
 * @param patience how long the answer may take
 */
public record CommandRequest(boolean dryRun, Duration patience) {
    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** For a path whose only parameter is {@code dryRun}. */
    public static CommandRequest of(UriInfo uri, HttpHeaders headers) {
        return of(new QueryParameters(uri.getQueryParameters(), Set.of("dryRun")), headers);
    }

    /** For a path with parameters of its own; {@code dryRun} must be among those allowed. */
    public static CommandRequest of(QueryParameters given, HttpHeaders headers) {
        Boolean dryRun = given.as("dryRun", CommandRequest::bool);
        return new CommandRequest(dryRun != null && dryRun, patience(headers));
    }

    /** For a path that takes no {@code dryRun}. */
    public static CommandRequest of(HttpHeaders headers) {
        return new CommandRequest(false, patience(headers));
    }

    /** What {@code Prefer: wait=N} allows: 10 s when absent, 60 s at most. */
    public static Duration patience(HttpHeaders headers) {
        List<String> prefer = headers.getRequestHeader("Prefer");
        return Preferences.of(prefer == null ? List.of() : prefer, LONGEST_WAIT)
                .waiting()
                .orElse(DEFAULT_WAIT);
    }

    private static Boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("write true or false");
        };
    }
}
