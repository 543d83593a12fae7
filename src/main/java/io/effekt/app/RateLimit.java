package io.effekt.app;

import io.effekt.access.Allowance;
import io.effekt.access.Allowances;
import io.effekt.access.Allowances.Charge;
import io.effekt.access.Caller;
import io.effekt.access.CurrentCaller;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

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
        Context here = context.vertx().getOrCreateContext();
        QuarkusHttpUser.getSecurityIdentity(context, null)
                .subscribe()
                .with(
                        identity -> here.runOnContext(now -> known(context, identity)),
                        failure -> here.runOnContext(now -> unknown(context)));
    }

    private void known(RoutingContext context, SecurityIdentity identity) {
        Optional<Caller> caller = CurrentCaller.of(identity);
        if (caller.isPresent()) {
            goOn(context, allowances.chargePerson(context.request(), caller.get().actor()), true);
        } else {
            unknown(context);
        }
    }

    private void unknown(RoutingContext context) {
        goOn(context, allowances.chargeStranger(context.request()), false);
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
