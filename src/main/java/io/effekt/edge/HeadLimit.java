package io.effekt.edge;

import io.effekt.edge.connections.HeadFault;
import io.effekt.edge.connections.RequestHead;
import io.effekt.edge.problem.Problems;
import io.effekt.kernel.Problem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Says in a sentence why the head of a request is not taken: it cannot be read, or is too long. The
 * server's own limits lie a little above, and what is longer still comes here as unreadable.
 */
@ApplicationScoped
public class HeadLimit {
    private static final int AFTER_SECURITY_HEADERS = 9_850;
    private static final int MORE_OF_EACH = 4;

    private final int longestAddress;
    private final int longestHeaders;

    public HeadLimit(
            @ConfigProperty(name = "effekt.limits.address") int longestAddress,
            @ConfigProperty(name = "effekt.limits.headers") int longestHeaders) {
        this.longestAddress = longestAddress;
        this.longestHeaders = longestHeaders;
    }

    void register(@Observes Filters filters) {
        filters.register(this::filter, AFTER_SECURITY_HEADERS);
    }

    private void filter(RoutingContext context) {
        HttpServerRequest request = context.request();
        String fault = request.getHeader(RequestHead.FAULT);
        if (fault != null) {
            Problems.send(context, HeadFault.valueOf(fault).problem());
        } else if (request.uri().length() > longestAddress) {
            Problems.send(
                    context,
                    Problem.of(
                            414,
                            "uri-too-long",
                            "An address may have at most "
                                    + longestAddress
                                    + " characters; ask for less at once."));
        } else if (size(request) > longestHeaders) {
            Problems.send(
                    context,
                    Problem.of(
                            431,
                            "headers-too-large",
                            "All headers together may have at most "
                                    + longestHeaders
                                    + " bytes; send fewer or shorter ones."));
        } else {
            context.next();
        }
    }

    private static int size(HttpServerRequest request) {
        int size = 0;
        for (Map.Entry<String, String> header : request.headers()) {
            size += header.getKey().length() + header.getValue().length() + MORE_OF_EACH;
        }
        return size;
    }
}
