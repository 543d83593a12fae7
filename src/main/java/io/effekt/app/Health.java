package io.effekt.app;

import java.util.Collection;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Answers whether a part may get requests. */
record Health(String part, Collection<String> reasons) {
    /** Up when there is no reason against it; otherwise down, with the reasons. */
    HealthCheckResponse answer(Map<String, Long> more) {
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named(part).status(reasons.isEmpty());
        more.forEach(answer::withData);
        return reasons.isEmpty()
                ? answer.build()
                : answer.withData("reason", String.join(" ", reasons)).build();
    }
}
