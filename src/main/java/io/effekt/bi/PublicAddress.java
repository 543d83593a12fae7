package io.effekt.bi;

import io.effekt.http.KnownHost;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The address that callers know this service by: {@code effekt.public-url}, or else what they asked
 * (with the headers of a proxy that is trusted).
 */
@ApplicationScoped
public class PublicAddress {
    private final Optional<String> configured;

    public PublicAddress(@ConfigProperty(name = "effekt.public-url") Optional<String> configured) {
        this.configured = configured;
    }

    /**
     * The address of a path.
     *
     * @param path begins with a slash, for instance {@code /odata/v4}
     * @throws io.effekt.kernel.ProblemException 400 when no host is known
     */
    public String of(UriInfo asked, String path) {
        return KnownHost.root(configured, asked) + path;
    }
}
