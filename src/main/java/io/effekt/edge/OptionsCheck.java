package io.effekt.edge;

import io.effekt.edge.problem.HttpProblems;
import io.effekt.edge.problem.Problems;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Asked for the methods of a path where there is nothing, Quarkus names some. */
public class OptionsCheck {
    private static final int NOT_FOUND = 404;

    /** Empty: goes on. */
    @ServerRequestFilter(preMatching = true)
    public Optional<Response> check(RoutingContext context) {
        boolean isOfNothing =
                context.request().method().equals(HttpMethod.OPTIONS)
                        && WhatIsTaken.methods().isEmpty();
        return isOfNothing
                ? Optional.of(Problems.response(HttpProblems.of(NOT_FOUND), context))
                : Optional.empty();
    }
}
