package io.effekt.app;

import io.effekt.kernel.Problem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;

/** Refuses a path with a character that no name has: the database cannot even be asked for it. */
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
        } else {
            context.next();
        }
    }
}
