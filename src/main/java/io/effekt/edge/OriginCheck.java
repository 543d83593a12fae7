package io.effekt.edge;

import io.effekt.edge.problem.Problems;
import io.effekt.kernel.Problem;
import io.quarkus.vertx.http.runtime.cors.CORSFilter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tells a page of another origin why it is refused. Quarkus refuses it too, without a body. */
@ApplicationScoped
public class OriginCheck {
    private static final int AFTER_REQUEST_ID = 9_400;

    private final boolean enabled;
    private final List<String> origins;
    private final List<Pattern> patterns;

    public OriginCheck(
            @ConfigProperty(name = "quarkus.http.cors.enabled") boolean enabled,
            @ConfigProperty(name = "quarkus.http.cors.origins") Optional<List<String>> origins) {
        this.enabled = enabled && !CORSFilter.isConfiguredWithWildcard(origins);
        this.origins = origins.orElse(List.of());
        this.patterns = CORSFilter.parseAllowedOriginsRegex(origins);
    }

    void register(@Observes Filters filters) {
        if (enabled) {
            filters.register(this::check, AFTER_REQUEST_ID);
        }
    }

    private void check(RoutingContext context) {
        String origin = context.request().getHeader("Origin");
        if (origin == null || isLetIn(origin) || isOwn(context.request(), origin)) {
            context.next();
            return;
        }
        Problems.send(
                context,
                Problem.of(
                        403,
                        "origin-not-allowed",
                        "Pages of this origin may not call the service: the people who run it name the"
                                + " origin in EFFEKT_CORS_ORIGINS."));
    }

    private boolean isLetIn(String origin) {
        return origins.contains(origin) || CORSFilter.isOriginAllowedByRegex(patterns, origin);
    }

    private static boolean isOwn(HttpServerRequest request, String origin) {
        try {
            URI own = new URI(request.scheme() + "://" + request.authority());
            URI given = new URI(origin);
            return own.getScheme().equalsIgnoreCase(given.getScheme())
                    && own.getHost() != null
                    && own.getHost().equals(given.getHost())
                    && port(own) == port(given);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** A browser leaves the port out where it is that of the scheme. */
    private static int port(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
    }
}
