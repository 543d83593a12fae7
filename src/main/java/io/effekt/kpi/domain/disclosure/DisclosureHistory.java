package io.effekt.kpi.domain.disclosure;

import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.measurement.EffectiveMeasurement;
import java.util.List;

/**
 * What is known of a period because it has been shown otherwise.
 *
 * @param shown what it held, and by which definition it was shown, each time before one of both
 *     changed; oldest first
 * @param now what it holds; read together with the others, and empty where there are none
 */
public record DisclosureHistory(List<Shown> shown, List<EffectiveMeasurement> now) {
    /** It has always been shown as it is. */
    public static final DisclosureHistory NONE = new DisclosureHistory(List.of(), List.of());

    public DisclosureHistory {
        shown = List.copyOf(shown);
        now = List.copyOf(now);
    }

    /**
     * @param kpi as it was defined then
     */
    public record Shown(Kpi kpi, List<EffectiveMeasurement> held) {
        public Shown {
            held = List.copyOf(held);
        }
    }
}
