package io.effekt.access.keys;

import io.effekt.access.Caller;
import io.effekt.access.Limits;
import io.effekt.access.Right;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key of an integration or a BI tool, as the service knows it: without its secret.
 *
 * @param id the public part of the text
 * @param client whose it is; the same for all keys of a client, and the default source of what it
 *     measures
 * @param name what people call it
 * @param hash SHA-256 of the text, in hexadecimal
 * @param scopes rights
 * @param sources patterns of sources that are this client's alone, {@code *} at the end for
 *     anything; may be empty
 * @param expiresAt null for never
 * @param revokedAt null while it may be used
 */
public record ApiKey(
        String id,
        String client,
        String name,
        String hash,
        Set<String> scopes,
        Limits limits,
        List<String> sources,
        Instant issuedAt,
        String issuedBy,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt) {
    public ApiKey {
        scopes = Set.copyOf(scopes);
        sources = List.copyOf(sources);
    }

    boolean mayBeUsed(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }

    /** The caller who uses it. */
    Caller caller() {
        return new Caller(client, Right.including(scopes), limits, sources);
    }

    ApiKey evolve(KeyEvent event, Instant recordedAt) {
        return switch (event) {
            case KeyEvent.KeyIssued issued -> this;
            case KeyEvent.KeyEnding ending -> with(ending.expiresAt(), revokedAt);
            case KeyEvent.KeyRevoked revoked -> with(expiresAt, recordedAt);
        };
    }

    private ApiKey with(@Nullable Instant expires, @Nullable Instant revoked) {
        return new ApiKey(
                id, client, name, hash, scopes, limits, sources, issuedAt, issuedBy, expires,
                revoked);
    }
}
