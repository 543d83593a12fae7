package io.effekt.app;

import io.effekt.kernel.Problem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;

/** Refuses an {@code Accept} that is none: Quarkus would fail on it and call it its own fault. */
@ApplicationScoped
public class AcceptCheck {
    private static final int AFTER_REQUEST_ID = 9_500;
    private static final String TOKEN = "[!#$%&'*+.^_`|~A-Za-z0-9-]++";
    private static final Pattern RANGE =
            Pattern.compile("\\s*+(" + TOKEN + "/" + TOKEN + "\\s*+(;[^,]*+)?+)?+");

    void register(@Observes Filters filters) {
        filters.register(AcceptCheck::check, AFTER_REQUEST_ID);
    }

    private static void check(RoutingContext context) {
        for (String accept : context.request().headers().getAll("Accept")) {
            for (String range : accept.split(",", -1)) {
                if (!RANGE.matcher(range).matches()) {
                    Problems.send(
                            context,
                            Problem.malformed(
                                    "The header Accept cannot be read; write application/json, or"
                                            + " leave it out."));
                    return;
                }
            }
        }
        context.next();
    }
}
