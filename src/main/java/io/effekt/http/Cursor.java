package io.effekt.http;

import io.effekt.kernel.GivenTime;
import io.effekt.kernel.ProblemException;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a page ended, as one opaque word. */
public final class Cursor {
    private static final String FIRST = "1";

    private Cursor() {}

    /** The address of the next page: the request's own, with the cursor put in and no secret. */
    public static String next(UriInfo uri, List<String> last) {
        return NextLink.of(uri, write(last));
    }

    /** A part of a cursor that is a number. */
    public static long number(String part) {
        try {
            return Long.parseLong(part);
        } catch (NumberFormatException e) {
            throw unreadable();
        }
    }

    /** A part of a cursor that is a time. */
    public static Instant time(String part) {
        try {
            return GivenTime.instant(part, QueryParameters.LATEST_YEAR);
        } catch (IllegalArgumentException e) {
            throw unreadable();
        }
    }

    /** A part of a cursor that is a day. */
    public static LocalDate date(String part) {
        try {
            return GivenTime.day(part, GivenTime.FIRST_YEAR, QueryParameters.LATEST_YEAR);
        } catch (IllegalArgumentException e) {
            throw unreadable();
        }
    }

    static String write(List<String> last) {
        String text = FIRST + "\n" + String.join("\n", last);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a cursor back; null for none.
     *
     * @param parts how many parts it must have
     */
    public static @Nullable List<String> read(@Nullable String cursor, int parts) {
        if (cursor == null) {
            return null;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            List<String> read = List.of(text.split("\n", -1));
            if (read.size() == parts + 1 && read.getFirst().equals(FIRST)) {
                return read.subList(1, read.size());
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw unreadable();
    }

    /** What is answered to a cursor that was not given out here. */
    public static ProblemException unreadable() {
        return QueryParameters.refused(
                "invalid-cursor",
                "cursor",
                "This cursor is not one of ours: follow 'next' of the page before, or begin again"
                        + " without it.");
    }
}
