package io.effekt.app;

import io.effekt.kpi.application.status.FailingKpis;
import io.effekt.kpi.application.status.StatusRunner;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while statuses are evaluated. A KPI that cannot be evaluated is named, and takes nothing
 * from the others.
 */
@Readiness
public class StatusHealth implements HealthCheck {
    private final StatusRunner runner;
    private final FailingKpis failing;

    public StatusHealth(StatusRunner runner, FailingKpis failing) {
        this.runner = runner;
        this.failing = failing;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("status").up();
        failing.reasons().forEach((kpi, reason) -> answer.withData("degraded: " + kpi, reason));
        runner.trouble().ifPresent(reason -> answer.down().withData("reason", reason));
        return answer.build();
    }
}
