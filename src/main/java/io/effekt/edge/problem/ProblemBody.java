package io.effekt.edge.problem;

import io.effekt.kernel.Problem;
import io.effekt.kernel.Refusal;
import java.util.List;

/**
 * A problem as RFC 9457 writes it.
 *
 * @param type names the kind of problem; the same as the code, as a URI
 * @param title the kind in words, the same for every problem of that status
 * @param detail one sentence that names the cure
 * @param instance path of the request
 * @param code stable, for programs
 * @param errors each single thing that is wrong, with its place in the body
 */
public record ProblemBody(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String code,
        List<Error> errors) {
    /** The media type of every refusal. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /**
     * One thing that is wrong.
     *
     * @param pointer JSON Pointer into the body; empty for the whole
     */
    public record Error(String pointer, String code, String detail) {
        static Error of(Refusal refusal) {
            return new Error(refusal.pointer(), refusal.code(), refusal.detail());
        }
    }

    static ProblemBody of(Problem problem, String path) {
        return new ProblemBody(
                "urn:effekt:problem:" + problem.code(),
                title(problem.status()),
                problem.status(),
                problem.detail(),
                path,
                problem.code(),
                problem.errors().stream().map(Error::of).toList());
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "The request cannot be read";
            case 401 -> "Who is asking is not known";
            case 403 -> "Not permitted";
            case 404 -> "Not found";
            case 405 -> "No such method here";
            case 406 -> "No such format here";
            case 408 -> "The request did not arrive in time";
            case 409 -> "In conflict with what is";
            case 412 -> "Changed in the meantime";
            case 413 -> "Too large";
            case 414 -> "Too long an address";
            case 415 -> "Format not supported";
            case 422 -> "Refused";
            case 429 -> "Too many requests";
            case 431 -> "Too many headers";
            case 501 -> "Not supported here";
            case 505 -> "Not a version spoken here";
            case 503 -> "Away for the moment";
            default -> status < 500 ? "The request was refused" : "Something went wrong inside";
        };
    }
}
