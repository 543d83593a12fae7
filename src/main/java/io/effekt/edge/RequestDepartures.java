package io.effekt.edge;

import io.effekt.database.Departure;
import io.effekt.database.Departures;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A client has gone when its connection is closed before it has its answer. */
@ApplicationScoped
public class RequestDepartures implements Departures {
    private static final String KEY = "effekt.departure";

    private final CurrentVertxRequest request;

    public RequestDepartures(CurrentVertxRequest request) {
        this.request = request;
    }

    @Override
    public Optional<Departure> current() {
        if (!Arc.container().requestContext().isActive()) {
            return Optional.empty();
        }
        return Optional.ofNullable(request.getCurrent()).map(RequestDepartures::of);
    }

    private static Departure of(RoutingContext context) {
        @Nullable Departure known = context.get(KEY);
        if (known != null) {
            return known;
        }
        Departure departure = new Departure();
        context.put(KEY, departure);
        context.addEndHandler(ended -> {
            // An answer that is streamed has handlers of its own for a closed connection: what is
            // told then is an end, of an answer that has none.
            if (ended.failed() || !context.response().ended()) {
                departure.happen();
            }
        });
        if (context.response().closed()) {
            departure.happen();
        }
        return departure;
    }
}
