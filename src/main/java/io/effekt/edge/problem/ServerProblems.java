package io.effekt.edge.problem;

import io.effekt.edge.RequestIds;
import io.effekt.kernel.Problem;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Failures below Jakarta REST: unreadable paths, nothing at a path, whatever a filter throws. */
@ApplicationScoped
public class ServerProblems {
    private static final int[] STATUSES = {
        400, 401, 403, 404, 405, 406, 408, 413, 414, 415, 500, 503
    };

    void register(@Observes Router router) {
        for (int status : STATUSES) {
            router.errorHandler(status, ServerProblems::answer);
        }
        router.route().order(Integer.MIN_VALUE).failureHandler(ServerProblems::answer);
    }

    private static void answer(RoutingContext context) {
        Throwable failure = context.failure();
        int status = context.statusCode();
        Problem problem =
                status >= 400 && status < 500
                        ? HttpProblems.of(status)
                        : failure == null
                                ? HttpProblems.of(status)
                                : HttpProblems.of(failure, RequestIds.of(context));
        Problems.send(context, problem);
    }
}
