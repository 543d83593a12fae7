package io.effekt.access;

import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Who is calling, within a request. */
@ApplicationScoped
public class CurrentCaller {
    static final String ATTRIBUTE = "effekt.caller";

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

    public Limits limits() {
        return get().limits();
    }
}
