package io.effekt.kpi.domain.disclosure;

import io.effekt.kernel.Period;
import io.effekt.kpi.domain.measurement.Leaf;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What has to be known of a KPI with a smallest group, beside what its rows show, so that they give
 * no small group away. For other KPIs only {@code known} is filled, and not asked.
 *
 * @param known when the inputs were all that was recorded: a period that closes after it is not
 *     shown, whatever moment the question is about
 * @param inSpans what was measured in each period of the baselines' spans
 * @param past of periods that have been shown otherwise
 */
public record DisclosureContext(
        Instant known,
        Map<Period, ? extends Collection<Leaf>> inSpans,
        Map<Period, DisclosureHistory> past) {
    /** Nothing but what was recorded by then. */
    public static DisclosureContext knownBy(Instant known) {
        return new DisclosureContext(known, Map.of(), Map.of());
    }

    public DisclosureHistory past(Period period) {
        return past.getOrDefault(period, DisclosureHistory.NONE);
    }

    public Collection<Leaf> inSpan(Period period) {
        Collection<Leaf> leaves = inSpans.get(period);
        return leaves == null ? List.of() : leaves;
    }
}
