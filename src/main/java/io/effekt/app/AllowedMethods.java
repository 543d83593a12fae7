package io.effekt.app;

import java.util.SortedSet;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestMatch;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/** What the header {@code Allow} has to say: Quarkus refuses a method without naming the others. */
final class AllowedMethods {
    private AllowedMethods() {}

    /** Methods that the path of the current request takes, comma separated; empty for none. */
    static String ofCurrentRequest() {
        ResteasyReactiveRequestContext request = CurrentRequestManager.get();
        SortedSet<String> methods = new TreeSet<>();
        if (request != null) {
            RequestMatch<InitialMatch> match =
                    new RequestMapper<>(request.getDeployment().getClassMappers())
                            .map(request.getPathWithoutPrefix());
            if (match != null) {
                String rest = match.remaining.isEmpty() ? "/" : match.remaining;
                for (ServerRestHandler handler : match.value.handlers) {
                    if (handler instanceof ClassRoutingHandler routing) {
                        add(routing, rest, methods);
                    }
                }
            }
        }
        return String.join(", ", methods);
    }

    private static void add(ClassRoutingHandler routing, String rest, SortedSet<String> methods) {
        routing.getMappers()
                .forEach((method, mapper) -> {
                    if (method != null && mapper.map(rest) != null) {
                        methods.add(method);
                    }
                });
    }
}
