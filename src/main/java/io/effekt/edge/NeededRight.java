package io.effekt.edge;

import io.effekt.access.Caller;
import io.effekt.edge.problem.HttpProblems;
import io.effekt.kernel.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says which right a refused call needs. */
public final class NeededRight {
    private NeededRight() {}

    public static Problem problem(@Nullable ResourceInfo resource, Caller caller) {
        List<String> rights = rights(resource);
        if (rights.isEmpty()) {
            return HttpProblems.of(403);
        }
        String cure =
                "; GET /api/v1/me tells what you may, and the people who manage the keys can give more.";
        if (rights.stream().anyMatch(caller::may)) {
            return Problem.of(
                    403,
                    "not-permitted",
                    "This is about the whole organisation and needs "
                            + words(rights)
                            + " without limits to teams, streams or KPIs"
                            + cure);
        }
        return Problem.of(403, "not-permitted", "This needs the right " + words(rights) + cure);
    }

    private static List<String> rights(@Nullable ResourceInfo resource) {
        Method method = resource == null ? null : resource.getResourceMethod();
        if (method == null) {
            return List.of();
        }
        RolesAllowed allowed = method.getAnnotation(RolesAllowed.class);
        return allowed == null ? List.of() : List.of(allowed.value());
    }

    private static String words(List<String> rights) {
        return "'" + String.join("' or '", rights) + "'";
    }
}
