package io.effekt.edge;

import io.effekt.http.OwnParameters;
import io.effekt.http.QueryParameters;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses a parameter that the contract does not name, and one that is there twice, whether or not
 * the operation looks at its parameters at all.
 */
public class KnownParameters {
    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    /** After it is known who asks and what they may. */
    @ServerRequestFilter
    public void check(UriInfo uri, ResourceInfo resource) {
        if (!uri.getQueryParameters().isEmpty()
                && !resource.getResourceClass().isAnnotationPresent(OwnParameters.class)) {
            new QueryParameters(
                    uri.getQueryParameters(),
                    known.computeIfAbsent(
                            resource.getResourceMethod(), KnownParameters::inContract));
        }
    }

    private static Set<String> inContract(Method method) {
        Set<String> names = new TreeSet<>();
        for (Parameter parameter : method.getAnnotationsByType(Parameter.class)) {
            if (parameter.in() == ParameterIn.QUERY) {
                names.add(parameter.name());
            }
        }
        for (java.lang.reflect.Parameter parameter : method.getParameters()) {
            jakarta.ws.rs.QueryParam query =
                    parameter.getAnnotation(jakarta.ws.rs.QueryParam.class);
            if (query != null) {
                names.add(query.value());
            }
        }
        return Set.copyOf(names);
    }
}
