package io.effekt.example.domain;

import io.effekt.example.domain.PledgeEvent.PledgeMade;
import io.effekt.example.domain.PledgeEvent.PledgeWithdrawn;
import io.effekt.kernel.Decision;
import io.effekt.kernel.Refusal;
import io.effekt.kpi.domain.definition.Definitions;
import java.util.ArrayList;
import java.util.List;

/** Decides on pledges. */
public final class PledgeDecider {
    private static final int LONGEST_TITLE = 200;

    private PledgeDecider() {}

    public static Decision<PledgeEvent> make(Pledges now, Definitions known, Pledge asked) {
        List<Refusal> refusals = refusals(now, known, asked);
        if (!refusals.isEmpty()) {
            return new Decision.Refused<>(refusals);
        }
        return asked.equals(now.byKey().get(asked.key()))
                ? new Decision.Unchanged<>()
                : new Decision.Accepted<>(List.of(new PledgeMade(asked)));
    }

    public static Decision<PledgeEvent> withdraw(Pledges now, String key) {
        Pledge pledge = now.byKey().get(key);
        if (pledge == null) {
            return new Decision.Refused<>(
                    Refusal.of("not-defined", "There is no pledge '" + key + "'."));
        }
        return pledge.withdrawn()
                ? new Decision.Unchanged<>()
                : new Decision.Accepted<>(List.of(new PledgeWithdrawn(key)));
    }

    private static List<Refusal> refusals(Pledges now, Definitions known, Pledge asked) {
        List<Refusal> refusals = new ArrayList<>();
        if (asked.title().length() > LONGEST_TITLE) {
            refusals.add(
                    new Refusal(
                            "too-long",
                            "/title",
                            "Say it in at most " + LONGEST_TITLE + " characters."));
        }
        if (!known.kpis().containsKey(asked.kpi())) {
            refusals.add(
                    new Refusal("unknown-kpi", "/kpi", "There is no KPI '" + asked.kpi() + "'."));
        }
        if (!known.organisation().teams().containsKey(asked.team())) {
            refusals.add(
                    new Refusal(
                            "unknown-team", "/team", "There is no team '" + asked.team() + "'."));
        }
        Pledge before = now.byKey().get(asked.key());
        if (before != null && !before.place().equals(asked.place())) {
            // Who sees a pledge sees all its versions.
            refusals.add(
                    new Refusal(
                            "place-is-fixed",
                            "/kpi",
                            "A pledge keeps its KPI and team: make another one, with another key."));
        }
        return refusals;
    }
}
