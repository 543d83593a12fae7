package io.effekt.example.domain;

import io.effekt.example.domain.PledgeEvent.PledgeMade;
import io.effekt.example.domain.PledgeEvent.PledgeWithdrawn;
import io.effekt.kernel.PersistentMap;
import java.util.Objects;

/** All pledges at one position of the decision log. */
public record Pledges(PersistentMap<String, Pledge> byKey) {
    public static final Pledges NONE = new Pledges(PersistentMap.empty());

    public Pledges evolve(PledgeEvent event) {
        Pledge pledge =
                switch (event) {
                    case PledgeMade(Pledge made) -> made;
                    case PledgeWithdrawn(String key) -> required(key).withdrawnNow();
                };
        return new Pledges(byKey.with(pledge.key(), pledge));
    }

    /** One that has been made. */
    public Pledge required(String key) {
        return Objects.requireNonNull(byKey.get(key));
    }
}
