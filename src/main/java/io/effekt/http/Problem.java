package io.effekt.http;

import io.effekt.kernel.Refusal;
import java.util.List;

/**
 * Why a request is not answered as asked: what becomes {@code application/problem+json} (RFC 9457).
 *
 * @param status HTTP status
 * @param code stable, part of the API
 * @param detail one sentence that names the cure
 * @param errors the single faults, with JSON Pointers; may be empty
 */
public record Problem(int status, String code, String detail, List<Refusal> errors) {
    public Problem {
        errors = List.copyOf(errors);
    }

    public static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail, List.of());
    }

    /** To be thrown from a resource; the one mapper of the service writes it. */
    public ProblemException thrown() {
        return new ProblemException(this);
    }
}
