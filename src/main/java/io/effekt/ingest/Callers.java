package io.effekt.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.util.UUID;

/** Who is calling at the HTTP door. */
@ApplicationScoped
public class Callers {
    /** Without a login every caller is the administrator. */
    private static final String ANYBODY = "admin";

    private final Stewards stewards;

    public Callers(Stewards stewards) {
        this.stewards = stewards;
    }

    /** A call of that caller. */
    Call call(SecurityContext security, UUID importId, Duration waiting) {
        String name =
                security.getUserPrincipal() == null ? "" : security.getUserPrincipal().getName();
        String actor = name.isEmpty() ? ANYBODY : name;
        return new Call(
                UUID.randomUUID(), importId, actor, actor, waiting, stewards.includes(security));
    }
}
