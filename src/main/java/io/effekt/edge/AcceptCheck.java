package io.effekt.edge;

import io.effekt.edge.problem.Problems;
import io.effekt.kernel.Problem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Refuses an {@code Accept} that is none, and leaves out what is empty in one: Quarkus would fail
 * on both and call it its own fault. One that is empty as a whole asks for nothing and is left out.
 */
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
        MultiMap headers = context.request().headers();
        List<String> ranges =
                headers.getAll("Accept").stream()
                        .flatMap(accept -> Arrays.stream(accept.split(",", -1)))
                        .toList();
        if (!ranges.stream().allMatch(range -> RANGE.matcher(range).matches())) {
            Problems.send(
                    context,
                    Problem.malformed(
                            "The header Accept cannot be read; write application/json, or"
                                    + " leave it out."));
            return;
        }
        if (ranges.stream().allMatch(String::isBlank)) {
            headers.remove("Accept");
        } else if (ranges.stream().anyMatch(String::isBlank)) {
            headers.set(
                    "Accept",
                    ranges.stream()
                            .filter(range -> !range.isBlank())
                            .collect(Collectors.joining(",")));
        }
        context.next();
    }
}
