package io.effekt.access;

import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/** Who is calling, within a request. */
@ApplicationScoped
public class CurrentCaller {
    public static final String ATTRIBUTE = "effekt.caller";

    /** When the key ends that was shown; absent for one that does not, and for people. */
    public static final String EXPIRES = "effekt.expires";

    private final SecurityIdentity identity;

    public CurrentCaller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** The caller; 401 where nobody has said who they are. */
    public Caller get() {
        return of(identity).orElseThrow(UnauthorizedException::new);
    }

    /** The caller of a request outside of Jakarta REST; empty for nobody. */
    public static Optional<Caller> of(SecurityIdentity identity) {
        return Optional.ofNullable(identity.getAttribute(ATTRIBUTE));
    }

    /** When the key ends that the caller has shown; empty where none does. */
    public Optional<Instant> keyExpiresAt() {
        return Optional.ofNullable(identity.getAttribute(EXPIRES));
    }

    public Limits limits() {
        return get().limits();
    }
}
