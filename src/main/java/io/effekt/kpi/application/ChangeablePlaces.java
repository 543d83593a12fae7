package io.effekt.kpi.application;

import io.effekt.kernel.OrganisationZone;
import io.effekt.kernel.Problem;
import io.effekt.kernel.ProblemException;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.organization.CallerVisibility;
import io.effekt.organization.Visibility;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.LocalDate;

/** Where the caller may change something of a KPI at a scope. */
@ApplicationScoped
public class ChangeablePlaces {
    private final CallerVisibility caller;
    private final InstantSource clock;

    public ChangeablePlaces(CallerVisibility caller, InstantSource clock) {
        this.caller = caller;
        this.clock = clock;
    }

    /**
     * Goes on where the caller's limits include the KPI and, as of today, the scope.
     *
     * @throws ProblemException 403 otherwise
     */
    public void require(KpiScope place) {
        Visibility seen = caller.now();
        LocalDate today = LocalDate.ofInstant(clock.instant(), OrganisationZone.ID);
        if (!seen.sees(
                place.kpi(), place.scope(), seen.organisation().streamOf(place.scope(), today))) {
            throw Problem.of(
                            403,
                            "not-permitted",
                            "You may not change '"
                                    + place.kpi()
                                    + "' at '"
                                    + place.scope()
                                    + "'; GET /api/v1/me tells where you may.")
                    .exception();
        }
    }
}
