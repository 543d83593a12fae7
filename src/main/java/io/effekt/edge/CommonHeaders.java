package io.effekt.edge;

import io.effekt.http.KnownHost;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What HTTP has every answer say: that it is packed on request, so that caches keep both; where
 * something new is, by the address that callers know; and of a method that is not taken, all that
 * are.
 */
@ApplicationScoped
public class CommonHeaders {
    private static final int AFTER_REQUEST_ID = 9_899;
    private static final int NOT_ALLOWED = 405;
    private static final String PACKING = "Accept-Encoding";

    void register(@Observes Filters filters) {
        filters.register(CommonHeaders::add, AFTER_REQUEST_ID);
    }

    private static void add(RoutingContext context) {
        HttpServerResponse response = context.response();
        context.addHeadersEndHandler(written -> {
            MultiMap headers = response.headers();
            String varies = headers.get("Vary");
            headers.set("Vary", varies == null ? PACKING : varies + ", " + PACKING);
            String location = headers.get("Location");
            if (location != null) {
                headers.set("Location", KnownHost.location(location));
            }
            String allowed = headers.get("Allow");
            if (response.getStatusCode() == NOT_ALLOWED && allowed != null) {
                headers.set("Allow", whole(allowed));
            }
        });
        context.next();
    }

    /** With what is answered wherever something may be read, and everywhere. */
    private static String whole(String allowed) {
        Set<String> methods = new LinkedHashSet<>();
        for (String method : allowed.split(",", -1)) {
            methods.add(method.strip());
            if (method.strip().equals("GET")) {
                methods.add("HEAD");
            }
        }
        methods.add("OPTIONS");
        return String.join(", ", methods);
    }
}
