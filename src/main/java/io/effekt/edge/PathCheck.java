package io.effekt.edge;

import io.effekt.edge.problem.Problems;
import io.effekt.kernel.Problem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;

/**
 * Refuses a path with a character that no name has: the database cannot even be asked for it. And
 * one with parameters of its own after a ';': a reader of the address further on stops there, and
 * would not see the query that follows.
 */
@ApplicationScoped
public class PathCheck {
    private static final int AFTER_REQUEST_ID = 9_600;
    private static final Pattern CONTROL = Pattern.compile("%(?:[01][0-9a-fA-F]|7[fF])");

    void register(@Observes Filters filters) {
        filters.register(PathCheck::check, AFTER_REQUEST_ID);
    }

    private static void check(RoutingContext context) {
        String path = context.request().path();
        if (path != null && path.contains("%") && CONTROL.matcher(path).find()) {
            Problems.send(
                    context,
                    Problem.malformed(
                            "The path has a control character in it; write the name without."));
        } else if (path != null && path.indexOf(';') >= 0) {
            Problems.send(
                    context,
                    Problem.malformed(
                            "The path has a ';' in it, and takes no parameters: leave out what"
                                    + " begins with it, or write %3B where it belongs to a name."));
        } else {
            context.next();
        }
    }
}
