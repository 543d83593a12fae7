package io.effekt.http;

import jakarta.ws.rs.core.UriInfo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The address of the next page: the request's own with another cursor, and no key in it. */
public final class NextLink {
    private NextLink() {}

    /** Made of what was understood, so that no spelling of a name slips through. */
    public static String of(UriInfo uri, String cursor) {
        List<String> parts = new ArrayList<>();
        uri.getQueryParameters()
                .forEach((name, values) -> {
                    if (!name.equals(QueryParameters.API_KEY) && !name.equals("cursor")) {
                        values.forEach(value -> parts.add(encoded(name) + "=" + encoded(value)));
                    }
                });
        parts.add("cursor=" + encoded(cursor));
        return KnownHost.asked(uri) + "?" + String.join("&", parts);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
