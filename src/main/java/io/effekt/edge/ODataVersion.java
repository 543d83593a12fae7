package io.effekt.edge;

import io.effekt.edge.problem.ODataError;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Says the version of OData on every answer there, errors too. */
@ApplicationScoped
public class ODataVersion {
    private static final int EARLY = 9_990;

    void register(@Observes Filters filters) {
        filters.register(ODataVersion::mark, EARLY);
    }

    private static void mark(RoutingContext context) {
        if (ODataError.isExpectedAt(context.request().path())) {
            context.response().putHeader("OData-Version", "4.0");
        }
        context.next();
    }
}
