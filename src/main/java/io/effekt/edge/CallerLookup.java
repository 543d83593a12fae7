package io.effekt.edge;

import io.effekt.access.Caller;
import io.effekt.access.CurrentCaller;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Who is calling, for filters that come before Jakarta REST. */
final class CallerLookup {
    private CallerLookup() {}

    /** Tells who it is, on the event loop of the request; nobody where nothing shown is valid. */
    static void find(RoutingContext context, Consumer<Optional<Caller>> then) {
        BiConsumer<RoutingContext, Throwable> weAnswerOurselves = (failed, failure) -> {};
        context.put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, weAnswerOurselves);
        Context here = context.vertx().getOrCreateContext();
        QuarkusHttpUser.getSecurityIdentity(context, null)
                .map(CurrentCaller::of)
                .onFailure()
                .recoverWithItem(Optional.empty())
                .subscribe()
                .with(caller -> here.runOnContext(now -> then.accept(caller)));
    }
}
