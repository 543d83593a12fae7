package io.effekt.edge;

import io.effekt.access.Caller;
import io.effekt.access.Right;
import io.effekt.access.audit.Refusals;
import io.effekt.edge.problem.HttpProblems;
import io.effekt.edge.problem.Problems;
import io.effekt.kernel.Problem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Who may see what is below {@code /q}. From the machine itself: everything. From elsewhere: health
 * without a reason, so that probes work; the description of the API for known callers; the rest
 * with a right.
 */
@ApplicationScoped
public class OperatorPaths {
    private static final int AFTER_AUTHENTICATION = 140;
    private static final String ROOT = "/q";
    private static final String HEALTH = "/q/health";
    private static final String DESCRIPTION = "/q/openapi";

    private final SmallRyeHealthReporter health;
    private final Refusals refusals;
    private final boolean trustsLoopback;

    public OperatorPaths(
            SmallRyeHealthReporter health,
            Refusals refusals,
            @ConfigProperty(name = "effekt.operators.loopback", defaultValue = "true")
                    boolean trustsLoopback) {
        this.health = health;
        this.refusals = refusals;
        this.trustsLoopback = trustsLoopback;
    }

    void register(@Observes Filters filters) {
        filters.register(this::filter, AFTER_AUTHENTICATION);
    }

    private void filter(RoutingContext context) {
        String path = context.normalizedPath();
        if (!isBelow(path, ROOT) || isNearby(context)) {
            context.next();
            return;
        }
        CallerLookup.find(context, caller -> answer(context, path, caller));
    }

    /** Behind a proxy here that does not say that it is one, everybody would be. */
    private boolean isNearby(RoutingContext context) {
        return trustsLoopback && LoopbackCheck.is(context.request());
    }

    private void answer(RoutingContext context, String path, Optional<Caller> caller) {
        boolean isOperator =
                caller.filter(known ->
                                known.may(Right.AUDIT_READ) && known.limits().isUnrestricted())
                        .isPresent();
        boolean isRead = isBelow(path, DESCRIPTION) && caller.isPresent();
        if (isOperator || isRead) {
            context.next();
        } else if (isBelow(path, HEALTH)) {
            probe(context, path);
        } else {
            Problem problem = HttpProblems.of(caller.isPresent() ? 403 : 401);
            caller.ifPresent(known ->
                    refusals.refused(
                            known.actor(),
                            RequestIds.uuid(context),
                            context.request().method() + " " + path,
                            problem.detail()));
            Problems.send(context, problem);
        }
    }

    /** Up or down, and not why. */
    private void probe(RoutingContext context, String path) {
        Uni<SmallRyeHealth> asked =
                switch (path) {
                    case "/q/health/live" -> health.getLivenessAsync();
                    case "/q/health/started" -> health.getStartupAsync();
                    default -> health.getReadinessAsync();
                };
        Context here = context.vertx().getOrCreateContext();
        asked.subscribe()
                .with(
                        found -> here.runOnContext(now -> answer(context, !found.isDown())),
                        failure -> here.runOnContext(now -> answer(context, false)));
    }

    private static void answer(RoutingContext context, boolean isUp) {
        context.response()
                .setStatusCode(isUp ? 200 : 503)
                .putHeader("Content-Type", "application/json")
                .end("{\"status\": \"" + (isUp ? "UP" : "DOWN") + "\"}");
    }

    private static boolean isBelow(String path, String root) {
        return path.equals(root) || path.startsWith(root + "/");
    }
}
