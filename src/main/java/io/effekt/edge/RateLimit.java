package io.effekt.edge;

import io.effekt.access.Caller;
import io.effekt.access.allowance.Allowance;
import io.effekt.access.allowance.Allowances;
import io.effekt.access.allowance.Allowances.Charge;
import io.effekt.edge.problem.HttpProblems;
import io.effekt.edge.problem.Problems;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Refuses who sends too much before anything else is looked at, and says in every answer to a
 * client that is known what it has left. Only a person who is not known yet is counted a step
 * later, when the provider's signature was checked; the body still waits then.
 */
@ApplicationScoped
public class RateLimit {
    private static final int BEFORE_ANYTHING_IS_READ = 9_800;
    private static final int AFTER_AUTHENTICATION = 150;
    private static final String LATER = "effekt.charged-later";

    private final Allowances allowances;
    private final MeterRegistry metrics;

    public RateLimit(Allowances allowances, MeterRegistry metrics) {
        this.allowances = allowances;
        this.metrics = metrics;
    }

    void register(@Observes Filters filters) {
        filters.register(this::count, BEFORE_ANYTHING_IS_READ);
        filters.register(this::countPerson, AFTER_AUTHENTICATION);
    }

    private void count(RoutingContext context) {
        switch (allowances.charge(context.request())) {
            case Charge.Free free -> context.next();
            case Charge.Later later -> {
                context.put(LATER, true);
                context.next();
            }
            case Charge.Counted(Allowance allowance, boolean isKnown) ->
                    goOn(context, allowance, isKnown);
        }
    }

    private void countPerson(RoutingContext context) {
        if (context.get(LATER) == null) {
            context.next();
            return;
        }
        CallerLookup.find(
                context,
                caller ->
                        caller.ifPresentOrElse(
                                known -> countPerson(context, known), () -> nobody(context)));
    }

    private void countPerson(RoutingContext context, Caller person) {
        goOn(context, allowances.chargePerson(context.request(), person.actor()), true);
    }

    /** The token was not good: that is all there is to say, unless it was said too often. */
    private void nobody(RoutingContext context) {
        Allowance allowance = allowances.chargeStranger(context.request());
        if (allowance.isUsedUp()) {
            goOn(context, allowance, false);
        } else {
            Problems.send(context, HttpProblems.of(401));
        }
    }

    private void goOn(RoutingContext context, Allowance allowance, boolean isKnown) {
        if (isKnown) {
            context.response().putHeader("RateLimit-Policy", allowance.policy());
            context.response().putHeader("RateLimit", allowance.state());
        }
        allowance
                .refusal()
                .ifPresentOrElse(
                        problem -> {
                            metrics.counter(
                                            "effekt.requests.limited",
                                            "who",
                                            isKnown ? "known" : "stranger")
                                    .increment();
                            Problems.send(context, problem);
                        },
                        context::next);
    }
}
