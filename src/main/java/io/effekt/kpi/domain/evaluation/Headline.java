package io.effekt.kpi.domain.evaluation;

import io.effekt.kernel.Period;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.Status;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which of a scope's rows stands for it when nobody names a period. */
public final class Headline {
    private Headline() {}

    /**
     * The row of the latest period with data, past those that are pending while an earlier one has
     * data; stale when it is too old; {@code changesAt} is that of the headline.
     *
     * @param rows rows of one KPI and scope as they are at {@code at}, in any order: those with
     *     data, and those that will have data when the clock alone lets it count; they only set
     *     {@code changesAt}
     * @param neverReported the row of a scope without data, answered when there is none
     */
    public static KpiStatus of(
            Kpi kpi, Collection<KpiStatus> rows, KpiStatus neverReported, Instant at) {
        List<KpiStatus> latestFirst =
                rows.stream().sorted(Comparator.comparing(Headline::period).reversed()).toList();
        KpiStatus chosen = null;
        Instant changesAt = null;
        for (KpiStatus row : latestFirst) {
            Instant start = period(row).startInstant(kpi.timeZone());
            boolean started = !start.isAfter(at);
            changesAt = earlier(changesAt, started ? row.changesAt() : start);
            if (started && row.hasData()) {
                chosen = row;
                if (row.status() != Status.PENDING) {
                    break;
                }
            }
        }
        if (chosen == null) {
            return neverReported.with(
                    Status.NO_DATA, earlier(neverReported.changesAt(), changesAt));
        }
        return aged(kpi, chosen, changesAt, at);
    }

    /** The row that was chosen as headline, or the same as too old to speak for its scope. */
    static KpiStatus aged(Kpi kpi, KpiStatus chosen, Instant at) {
        return aged(kpi, chosen, chosen.changesAt(), at);
    }

    private static KpiStatus aged(
            Kpi kpi, KpiStatus chosen, @Nullable Instant changesAt, Instant at) {
        Instant staleFrom = staleFrom(kpi, period(chosen));
        return at.isBefore(staleFrom)
                ? chosen.with(chosen.status(), earlier(changesAt, staleFrom))
                : chosen.with(Status.STALE, changesAt);
    }

    /** From the end of the following period and its grace on a period speaks for nobody. */
    static Instant staleFrom(Kpi kpi, Period period) {
        LocalDate day = period.next().endExclusive().plusDays(kpi.graceDays());
        return day.atStartOfDay(kpi.timeZone()).toInstant();
    }

    private static Period period(KpiStatus row) {
        Period period = row.period();
        if (period == null) {
            throw new IllegalArgumentException("a row of a period names it");
        }
        return period;
    }

    private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.isBefore(b) ? a : b;
    }
}
