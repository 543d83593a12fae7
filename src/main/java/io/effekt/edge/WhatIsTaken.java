package io.effekt.edge;

import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestMatch;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/** What the path of a request takes: Quarkus refuses a method or a format and names no other. */
public final class WhatIsTaken {
    private WhatIsTaken() {}

    /** Methods that the path of the current request takes, comma separated; empty for none. */
    public static String methods() {
        SortedSet<String> methods = new TreeSet<>();
        visit((method, resource) -> methods.add(method));
        return String.join(", ", methods);
    }

    /** Media types of bodies that its method takes at its path; JSON where nothing says so. */
    public static List<String> types() {
        ResteasyReactiveRequestContext request = CurrentRequestManager.get();
        List<String> types = new ArrayList<>();
        visit((method, resource) -> {
            if (request != null && method.equals(request.getMethod())) {
                resource.getConsumes().forEach(type -> types.add(type.toString()));
            }
        });
        return types.isEmpty() ? List.of(MediaType.APPLICATION_JSON) : types;
    }

    private static void visit(BiConsumer<String, RuntimeResource> visitor) {
        ResteasyReactiveRequestContext request = CurrentRequestManager.get();
        if (request != null) {
            RequestMatch<InitialMatch> match =
                    new RequestMapper<>(request.getDeployment().getClassMappers())
                            .map(request.getPathWithoutPrefix());
            if (match != null) {
                String rest = match.remaining.isEmpty() ? "/" : match.remaining;
                for (ServerRestHandler handler : match.value.handlers) {
                    if (handler instanceof ClassRoutingHandler routing) {
                        visit(routing, rest, visitor);
                    }
                }
            }
        }
    }

    private static void visit(
            ClassRoutingHandler routing, String rest, BiConsumer<String, RuntimeResource> visitor) {
        routing.getMappers()
                .forEach((method, mapper) -> {
                    var match = method == null ? null : mapper.map(rest);
                    if (method != null && match != null) {
                        visitor.accept(method, match.value);
                    }
                });
    }
}
