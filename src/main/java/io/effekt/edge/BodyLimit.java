package io.effekt.edge;

import io.effekt.edge.problem.Problems;
import io.effekt.kernel.Problem;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Answers bodies that say they are too long before a byte of them is read, and lets clients that
 * are still sending when they have their answer finish, for a while: a connection that is cut at
 * once takes the answer with it.
 */
@ApplicationScoped
public class BodyLimit {
    private static final int AFTER_REQUEST_ID = 9_000;
    private static final long LINGER_MILLIS = 2_000;
    private static final long LINGER_BYTES = 32L << 20;

    private final long limit;

    public BodyLimit(
            @ConfigProperty(name = "effekt.http.max-body", defaultValue = "8M") MemorySize limit) {
        this.limit = limit.asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::filter, AFTER_REQUEST_ID);
    }

    private void filter(RoutingContext context) {
        HttpServerRequest request = context.request();
        long length = length(request);
        if (length != 0) {
            // A lost connection brings nothing more to linger for. Lingering would replace the
            // handler that wakes the reader of the body, and the reader would wait in vain.
            context.addEndHandler(end -> {
                if (end.succeeded()) {
                    linger(context.vertx(), request);
                }
            });
        }
        if (length <= limit) {
            context.next();
        } else {
            Problems.send(
                    context,
                    Problem.of(
                            413,
                            "body-too-large",
                            "A body may have at most "
                                    + limit
                                    + " bytes; split it into several calls."));
        }
    }

    /** Bytes of the body as announced; -1 for a body of unknown length. */
    private static long length(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        if (length == null) {
            return request.getHeader("Transfer-Encoding") != null
                            || request.version() == HttpVersion.HTTP_2
                    ? -1
                    : 0;
        }
        try {
            return Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private static void linger(Vertx vertx, HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        AtomicLong thrownAway = new AtomicLong();
        long timer = vertx.setTimer(LINGER_MILLIS, id -> close(request));
        request.exceptionHandler(failure -> vertx.cancelTimer(timer));
        request.endHandler(end -> vertx.cancelTimer(timer));
        request.handler(buffer -> {
            if (thrownAway.addAndGet(buffer.length()) > LINGER_BYTES) {
                close(request);
            }
        });
        request.resume();
    }

    private static void close(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            request.connection().close();
        }
    }
}
