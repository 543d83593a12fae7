package io.effekt.http;

import io.effekt.kernel.Problem;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The address by which a caller knows this service: {@code effekt.public-url}, or else the header
 * {@code Host}. A request that brings no usable one gets {@link #NONE} instead before anything
 * reads it, and no link is ever made of that.
 */
public final class KnownHost {
    /** Stands for a host that was not sent; no such name can exist (RFC 2606). */
    public static final String NONE = "host.invalid";

    private static final String PUBLIC_URL = "effekt.public-url";
    private static final int HIGHEST_PORT = 65_535;

    /** A name or an address, and maybe a port. */
    private static final Pattern USABLE =
            Pattern.compile(
                    "(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252})|\\[[0-9A-Fa-f:.]{2,45}])"
                            + "(?::([0-9]{0,5}))?");

    private static final Pattern ABSOLUTE = Pattern.compile("https?://([^/]*)(/.*)");

    private KnownHost() {}

    /** Whether an address can be made of this value of {@code Host}. */
    public static boolean isUsable(String host) {
        Matcher matcher = USABLE.matcher(host);
        if (!matcher.matches()) {
            return false;
        }
        String port = matcher.group(1);
        return port == null || port.isEmpty() || Integer.parseInt(port) <= HIGHEST_PORT;
    }

    /**
     * What the addresses of this service begin with, without a slash at the end.
     *
     * @throws io.effekt.kernel.ProblemException 400 when it is known neither from the configuration
     *     nor from the request
     */
    public static String root(UriInfo asked) {
        return root(configured(), asked);
    }

    /** The same with what is configured, for somebody who knows. */
    public static String root(Optional<String> configured, UriInfo asked) {
        String root = configured.orElseGet(() -> required(asked.getBaseUri()).toString());
        return withoutSlash(root);
    }

    /** What was asked, as an address without the query. */
    static String asked(UriInfo uri) {
        Optional<String> configured = configured();
        return configured.isPresent()
                ? root(configured, uri) + uri.getRequestUri().getRawPath()
                : withoutQuery(required(uri.getRequestUri()).toString());
    }

    /**
     * A value of {@code Location} with the host by which callers know this service, or with none:
     * that may be so, and something has been done already.
     */
    public static String location(String absolute) {
        Matcher parts = ABSOLUTE.matcher(absolute);
        if (!parts.matches()) {
            return absolute;
        }
        Optional<String> configured = configured();
        String path = parts.group(2);
        return configured.isPresent()
                ? withoutSlash(configured.get()) + path
                : parts.group(1).equals(NONE) ? path : absolute;
    }

    private static String withoutSlash(String root) {
        return root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
    }

    private static String withoutQuery(String address) {
        int query = address.indexOf('?');
        return query < 0 ? address : address.substring(0, query);
    }

    private static Optional<String> configured() {
        return ConfigProvider.getConfig().getOptionalValue(PUBLIC_URL, String.class);
    }

    private static URI required(URI address) {
        if (NONE.equals(address.getHost())) {
            throw Problem.of(
                            400,
                            "host-missing",
                            "The answer holds addresses of this service, and the request does not"
                                    + " say by which name it knows it: send the header Host with a"
                                    + " name, like 'Host: effekt.example.com', or let the operator set"
                                    + " EFFEKT_PUBLIC_URL.")
                    .exception();
        }
        return address;
    }
}
