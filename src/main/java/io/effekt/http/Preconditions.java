package io.effekt.http;

import io.effekt.kernel.Precondition;
import io.effekt.kernel.Problem;
import io.effekt.kernel.ProblemException;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the headers {@code If-Match} and {@code If-None-Match} of a change say of its version. */
public final class Preconditions {
    private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7e]*)\"");
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");

    private Preconditions() {}

    /**
     * @throws ProblemException 400 when a header cannot be read, or both are there
     */
    public static Precondition of(HttpHeaders headers) {
        String match = header(headers, HttpHeaders.IF_MATCH);
        String noneMatch = header(headers, HttpHeaders.IF_NONE_MATCH);
        if (match != null && noneMatch != null) {
            throw unreadable("Send If-Match or If-None-Match, not both.");
        }
        if (noneMatch != null) {
            if (!noneMatch.equals("*")) {
                throw unreadable("With a change, If-None-Match can only be *.");
            }
            return new Precondition.Absent();
        }
        if (match == null) {
            return new Precondition.None();
        }
        return match.equals("*")
                ? new Precondition.Present()
                : new Precondition.Version(tags(match));
    }

    /** The versions among strong tags: a weak one, or one that is no version, never matches. */
    private static Set<Integer> tags(String header) {
        Set<Integer> versions = new TreeSet<>();
        for (String tag : header.split(",", -1)) {
            if (tag.isBlank()) {
                continue;
            }
            Matcher m = TAG.matcher(tag.strip());
            if (!m.matches()) {
                throw unreadable(
                        "Write If-Match as the ETag was given, with its quotation marks: \"3\".");
            }
            if (m.group(1) == null && VERSION.matcher(m.group(2)).matches()) {
                versions.add(Integer.parseInt(m.group(2)));
            }
        }
        return versions;
    }

    private static @Nullable String header(HttpHeaders headers, String name) {
        List<String> values = headers.getRequestHeader(name);
        return values == null || values.isEmpty() ? null : String.join(",", values).strip();
    }

    private static ProblemException unreadable(String cure) {
        return Problem.of(400, "invalid-precondition", cure).exception();
    }
}
