package io.effekt.edge;

import io.effekt.edge.log.LogKeys;
import io.effekt.http.RequestId;
import io.effekt.kernel.Secrets;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/**
 * Gives every request an id that its answer carries in {@code X-Request-Id} and its log lines too.
 * One that the client sends is kept when it is harmless in a log.
 */
@ApplicationScoped
public class RequestIds {
    static final String HEADER = "X-Request-Id";

    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int BEFORE_ALL = 10_000;

    void register(@Observes Filters filters) {
        filters.register(RequestIds::mark, BEFORE_ALL);
    }

    private static void mark(RoutingContext context) {
        String given = context.request().getHeader(HEADER);
        String id =
                given != null
                                && HARMLESS.matcher(given).matches()
                                && Secrets.masked(given).equals(given)
                        ? given
                        : UUID.randomUUID().toString();
        RequestId.put(context, id);
        MDC.put(LogKeys.REQUEST, id);
        context.response().putHeader(HEADER, id);
        context.next();
    }

    /** The same as a UUID: itself, or one that the same text always gives. */
    public static UUID uuid(RoutingContext context) {
        return RequestId.uuid(context);
    }

    /** The id of the request; one of its own where the filter was not passed. */
    public static String of(RoutingContext context) {
        return RequestId.of(context);
    }
}
