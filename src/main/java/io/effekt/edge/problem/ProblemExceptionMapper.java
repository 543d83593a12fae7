package io.effekt.edge.problem;

import io.effekt.kernel.ProblemException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * Writes the problems that resources throw. Apart from the others because Quarkus loads the
 * exception types of {@code @ServerExceptionMapper} into Maven's own JVM, which may be older than
 * our classes.
 */
@Provider
public class ProblemExceptionMapper implements ExceptionMapper<ProblemException> {
    private final CurrentVertxRequest request;

    public ProblemExceptionMapper(CurrentVertxRequest request) {
        this.request = request;
    }

    @Override
    public Response toResponse(ProblemException e) {
        return Problems.response(e.problem(), request.getCurrent());
    }
}
