package io.effekt.edge;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What every answer tells a browser: take it for what it says it is, run nothing of it, show it in
 * no frame, tell nobody where you were, and keep no copy unless the answer says otherwise.
 */
@ApplicationScoped
public class SecurityHeaders {
    private static final int AFTER_REQUEST_ID = 9_900;
    private static final String A_YEAR = "max-age=31536000";

    private final Optional<String> transport;

    /**
     * @param transport {@code Strict-Transport-Security} of every answer, where a proxy in front
     *     ends TLS
     */
    public SecurityHeaders(
            @ConfigProperty(name = "effekt.http.strict-transport-security")
                    Optional<String> transport) {
        this.transport = transport;
    }

    void register(@Observes Filters filters) {
        filters.register(this::add, AFTER_REQUEST_ID);
    }

    private void add(RoutingContext context) {
        MultiMap headers = context.response().headers();
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers.set("Referrer-Policy", "no-referrer");
        if (transport.isPresent()) {
            headers.set("Strict-Transport-Security", transport.get());
        } else if (context.request().isSSL()) {
            headers.set("Strict-Transport-Security", A_YEAR);
        }
        context.addHeadersEndHandler(written -> {
            if (!headers.contains("Cache-Control")) {
                headers.set("Cache-Control", "no-store");
            }
        });
        context.next();
    }
}
