package io.effekt.access.keys;

import io.effekt.http.QueryParameters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** What a request shows to say who it comes from. */
public sealed interface Credentials {
    /** Longer than any token that a provider gives out: nothing is decoded of it. */
    int LONGEST = 16_384;

    /** Nothing. */
    record None() implements Credentials {}

    /** Something that is a key, or is meant to be one. */
    record Key(String text, boolean inAddress) implements Credentials {}

    /** A token of a provider, for people. */
    record Token() implements Credentials {}

    /** Nothing that could ever be right. */
    record Broken() implements Credentials {}

    static Credentials of(HttpServerRequest request, boolean takesKeyInAddress) {
        List<String> headers = request.headers().getAll("Authorization");
        if (headers.size() > 1) {
            return new Broken();
        }
        if (headers.size() == 1) {
            return ofHeader(headers.getFirst());
        }
        String inAddress = takesKeyInAddress ? request.getParam(QueryParameters.API_KEY) : null;
        return inAddress == null
                ? new None()
                : isRead(request) ? new Key(inAddress, true) : new Broken();
    }

    private static boolean isRead(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    }

    private static Credentials ofHeader(String header) {
        if (header.length() > LONGEST) {
            return new Broken();
        }
        int end = header.indexOf(' ');
        String scheme = (end < 0 ? header : header.substring(0, end)).toLowerCase(Locale.ROOT);
        String rest = end < 0 ? "" : header.substring(end + 1).strip();
        return switch (scheme) {
            case "bearer" -> KeyText.isMeant(rest) ? new Key(rest, false) : new Token();
            case "basic" -> basic(rest);
            default -> new Broken();
        };
    }

    /** The key is the password; who the user is does not matter. */
    private static Credentials basic(String base64) {
        try {
            String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? new Broken() : new Key(pair.substring(colon + 1), false);
        } catch (IllegalArgumentException e) {
            return new Broken();
        }
    }
}
