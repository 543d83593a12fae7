package io.effekt.bi;

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
     * @param path begins with a slash, for instance {@code /odata/v4}
     */
    public String of(UriInfo asked, String path) {
        String root = configured.orElseGet(() -> asked.getBaseUri().toString());
        return (root.endsWith("/") ? root.substring(0, root.length() - 1) : root) + path;
    }
}
