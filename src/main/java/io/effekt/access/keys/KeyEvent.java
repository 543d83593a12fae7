package io.effekt.access.keys;

import io.effekt.access.Limits;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happened to a key. */
public sealed interface KeyEvent {
    /** Its public part. */
    String id();

    /** It exists from now on. See {@link ApiKey} for the fields. */
    record KeyIssued(
            String id,
            String client,
            String name,
            String hash,
            Set<String> scopes,
            Limits limits,
            List<String> sources,
            @Nullable Instant expiresAt,
            @Nullable String replaces)
            implements KeyEvent {}

    /** Another took its place: it may be used until then. */
    record KeyEnding(String id, Instant expiresAt) implements KeyEvent {}

    /** It may not be used any more. */
    record KeyRevoked(String id) implements KeyEvent {}
}
