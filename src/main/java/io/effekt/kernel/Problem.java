package io.effekt.kernel;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Why a call was not answered as asked. A door throws it as {@link ProblemException}; it leaves the
 * service as {@code application/problem+json}. Sentences name the cure and never tell of the
 * inside.
 *
 * @param status HTTP status, 400 to 599
 * @param code stable, kebab case, part of the API
 * @param detail one sentence that names the cure
 * @param errors each single thing that is wrong, with its place in the body; may be empty
 * @param headers what the answer carries beside, for instance {@code Retry-After}
 * @param hides whether something is, or would be, outside of what the caller may see: told like
 *     what is not there, and noted as the refusal it is
 */
public record Problem(
        int status,
        String code,
        String detail,
        List<Refusal> errors,
        Map<String, String> headers,
        boolean hides) {
    /** The code of what somebody may not do. */
    private static final String NOT_PERMITTED = "not-permitted";

    /** So many errors are listed: a caller who mends those asks again. */
    public static final int MOST_ERRORS = 100;

    public Problem {
        detail = Secrets.masked(detail);
        errors = List.copyOf(errors);
        headers = Map.copyOf(headers);
    }

    public static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail, List.of(), Map.of(), false);
    }

    /** The request as a whole cannot be read (400). */
    public static Problem malformed(String detail) {
        return of(400, "malformed", detail);
    }

    /** There is no such thing (404). */
    public static Problem notFound(String detail) {
        return of(404, "not-found", detail);
    }

    /**
     * Something that is needed is away for the moment (503).
     *
     * @param retryAfterSeconds when to try again
     */
    public static Problem unavailable(String code, String detail, long retryAfterSeconds) {
        return of(503, code, detail).withHeader("Retry-After", Long.toString(retryAfterSeconds));
    }

    /**
     * Refusals of a body. Code and sentence are those of the first one when there is just one.
     *
     * @param status 400 for what cannot be read, 422 for what is not allowed, 409 or 412 for a
     *     clash
     */
    public static Problem refused(int status, List<Refusal> refusals) {
        if (refusals.size() == 1) {
            Refusal only = refusals.getFirst();
            return new Problem(status, only.code(), only.detail(), refusals, Map.of(), false);
        }
        boolean isCut = refusals.size() > MOST_ERRORS;
        return new Problem(
                status,
                "invalid",
                refusals.size()
                        + " things are wrong with the body; "
                        + (isCut
                                ? "the first " + MOST_ERRORS + " are listed in 'errors'."
                                : "see 'errors'."),
                isCut ? first(refusals) : refusals,
                Map.of(),
                false);
    }

    /** What is for lack of rights before all else: it is noted, and never cut off. */
    private static List<Refusal> first(List<Refusal> refusals) {
        return refusals.stream()
                .sorted(Comparator.comparing(error -> !error.code().equals(NOT_PERMITTED)))
                .limit(MOST_ERRORS)
                .toList();
    }

    public Problem withHeader(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new Problem(status, code, detail, errors, more, hides);
    }

    /** The same answer, to somebody who asked for what they may not see. */
    public Problem hiding() {
        return new Problem(status, code, detail, errors, headers, true);
    }

    /** Whether it is for lack of rights, however it is told. */
    public boolean isForLackOfRights() {
        return hides
                || status == 403
                || errors.stream().anyMatch(error -> error.code().equals(NOT_PERMITTED));
    }

    /** To be thrown. */
    public ProblemException exception() {
        return new ProblemException(this);
    }
}
