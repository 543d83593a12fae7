package io.effekt.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers with a strong entity tag over the bytes, and 304 to a caller that has them already. */
public final class ETags {
    private ETags() {}

    /**
     * @param next address of the next page, for the header {@code Link}; null for none
     */
    public static Response answer(HttpHeaders headers, byte[] json, @Nullable String next) {
        return answer(headers, "\"" + hash(json) + "\"", json, next);
    }

    /**
     * @param tag with its quotation marks
     */
    public static Response answer(HttpHeaders headers, String tag, byte[] json) {
        return answer(headers, tag, json, null);
    }

    /**
     * @param tag with its quotation marks
     * @param next address of the next page, for the header {@code Link}; null for none
     */
    public static Response answer(
            HttpHeaders headers, String tag, byte[] json, @Nullable String next) {
        boolean known = isKnown(headers, tag);
        Response.ResponseBuilder answer =
                known ? Response.notModified() : Response.ok(json, MediaType.APPLICATION_JSON_TYPE);
        answer.header(HttpHeaders.ETAG, tag).header(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        if (next != null && !known) {
            answer.header(HttpHeaders.LINK, "<" + next + ">; rel=\"next\"");
        }
        return answer.build();
    }

    /** Whether the caller has what bears that tag: {@code If-None-Match} is compared weakly. */
    public static boolean isKnown(HttpHeaders headers, String tag) {
        return matches(headers.getRequestHeader(HttpHeaders.IF_NONE_MATCH), tag);
    }

    private static boolean matches(@Nullable List<String> given, String tag) {
        if (given == null) {
            return false;
        }
        for (String header : given) {
            for (String each : header.split(",", -1)) {
                String bare = each.strip();
                if (bare.equals("*") || opaque(bare).equals(opaque(tag))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** If-None-Match compares weakly: the mark of a weak tag says nothing. */
    private static String opaque(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }

    /**
     * A weak tag, for answers of which some parts may differ while they say the same.
     *
     * @param said all that counts
     */
    public static String weak(byte[] said) {
        return "W/\"" + hash(said) + "\"";
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, 22);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
