package io.effekt.kpi.domain.measurement;

import io.effekt.kernel.Scope;
import io.effekt.organization.Organisation;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * A measurement that counts, as the link of its chain of corrections that stands.
 *
 * @param chain names the chain: the same for a measurement and all that corrects it
 * @param leaf what it says, and where
 */
public record EffectiveMeasurement(String chain, Leaf leaf) {
    /**
     * As {@code Journal.add} takes it; empty for what does not count yet.
     *
     * @param labels values of dimensions, each as {@code name:value}
     * @param at the moment that the question is about
     */
    public static Optional<EffectiveMeasurement> of(
            String chain,
            Organisation organisation,
            ZoneId zone,
            Instant at,
            Scope scope,
            List<String> labels,
            Timing timing,
            Content content,
            Observed observed) {
        return timing.countsFrom(zone).isAfter(at)
                ? Optional.empty()
                : Optional.of(
                        new EffectiveMeasurement(
                                chain,
                                new Leaf(
                                        scope,
                                        organisation.streamOf(scope, timing.day(zone)),
                                        labels,
                                        Tally.of(content, observed))));
    }
}
