package io.effekt.kpi.domain.evaluation;

import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Period;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.disclosure.DisclosureContext;
import io.effekt.kpi.domain.measurement.Leaf;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that the status of one KPI and period is made of, for every scope. Where the leaves come from
 * (stored buckets, the log, a test) makes no difference. They hold what counts at {@code at}, and
 * nothing else.
 *
 * @param definitions as they were known then
 * @param at the moment that the question is about
 * @param leaves what was measured in the period
 * @param previous what was measured in the period before it
 * @param spans what was measured over each span of {@link Baselines#spans}
 * @param firstReports for every team that has ever reported the KPI, the first day of the earliest
 *     period with data
 * @param moreAt the next instant at which something that is in the log already will count; null for
 *     nothing
 * @param disclosure what a KPI with a smallest group needs beside
 */
public record PeriodInputs(
        Kpi kpi,
        Definitions definitions,
        Period period,
        Instant at,
        Collection<Leaf> leaves,
        Collection<Leaf> previous,
        Map<DateSpan, ? extends Collection<Leaf>> spans,
        Map<String, LocalDate> firstReports,
        @Nullable Instant moreAt,
        DisclosureContext disclosure) {}
