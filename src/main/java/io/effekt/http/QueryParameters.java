package io.effekt.http;

import io.effekt.kernel.GivenTime;
import io.effekt.kernel.NearestWord;
import io.effekt.kernel.Problem;
import io.effekt.kernel.ProblemException;
import io.effekt.kernel.Refusal;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's query. Everything wrong is a 400 whose sentence names the parameter and the
 * cure; a parameter that nobody knows is refused, so that a typing error never widens a question.
 */
public final class QueryParameters {
    /** A key in the address: asked for before anything is answered, and no part of a question. */
    public static final String API_KEY = "api_key";

    private static final int LONGEST = 2_000;

    /** Later than this there is no next year that can be written. */
    public static final int LATEST_YEAR = 9_000;

    private final MultivaluedMap<String, String> given;

    /**
     * @param known all parameters that there are
     */
    public QueryParameters(MultivaluedMap<String, String> given, Set<String> known) {
        this.given = given;
        for (String name : given.keySet()) {
            if (name.equals(API_KEY)) {
                continue;
            }
            if (!known.contains(name)) {
                throw refused(
                        "unknown-parameter",
                        name,
                        "There is no parameter '" + shown(name) + "'" + cure(name, known));
            }
            List<String> values = given.get(name);
            if (values != null && values.size() > 1) {
                throw refused("repeated-parameter", name, "Give '" + name + "' once.");
            }
        }
    }

    private static String cure(String name, Set<String> known) {
        return NearestWord.to(name, known)
                .map(near -> "; did you mean '" + near + "'?")
                .orElseGet(() ->
                        known.isEmpty()
                                ? "; nothing is asked for here by parameters."
                                : "; there are " + String.join(", ", new TreeSet<>(known)) + ".");
    }

    /** The parameter as it was given; null when it was not, or is empty. */
    public @Nullable String text(String name) {
        String value = given.getFirst(name);
        if (value == null || value.isEmpty()) {
            return null;
        }
        if (value.length() > LONGEST || value.indexOf('\0') >= 0) {
            throw refused("invalid-parameter", name, "'" + name + "' cannot be read.");
        }
        return value;
    }

    /**
     * The parameter as something else.
     *
     * @param parser throws IllegalArgumentException with a sentence for what it cannot read
     */
    public <T> @Nullable T as(String name, Function<String, T> parser) {
        String value = text(name);
        try {
            return value == null ? null : parser.apply(value);
        } catch (IllegalArgumentException e) {
            throw refused("invalid-parameter", name, "'" + name + "': " + e.getMessage());
        }
    }

    /** An RFC 3339 time with zone. */
    public @Nullable Instant time(String name) {
        return as(
                name,
                // A raw '+' of an offset arrives as a space.
                text -> GivenTime.instant(text.replace(' ', '+'), LATEST_YEAR));
    }

    /** A day. */
    public @Nullable LocalDate date(String name) {
        return as(name, text -> GivenTime.day(text, GivenTime.FIRST_YEAR, LATEST_YEAR));
    }

    /** A whole number within bounds. */
    public int number(String name, int absent, int least, int most) {
        Integer number =
                as(
                        name,
                        text -> {
                            try {
                                int read = Integer.parseInt(text);
                                if (read >= least && read <= most) {
                                    return read;
                                }
                            } catch (NumberFormatException e) {
                                // said below
                            }
                            throw new IllegalArgumentException(
                                    "write a whole number from " + least + " to " + most);
                        });
        return number == null ? absent : number;
    }

    public static ProblemException refused(String code, String name, String detail) {
        return Problem.refused(400, List.of(new Refusal(code, "/" + shown(name), detail)))
                .exception();
    }

    private static String shown(String name) {
        return name.length() > 40 ? name.substring(0, 40) + "…" : name;
    }
}
