package io.effekt.kpi.application.query;

import io.effekt.kernel.Period;
import io.effekt.kernel.PeriodUnit;
import io.effekt.kpi.domain.measurement.RowKey;
import io.effekt.organization.Visibility;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question for a series of periods, oldest first.
 *
 * @param from the first day asked for; null for the first period with data
 * @param to the day after the last one asked for; null for the current period
 * @param after first day of the last period of the page before; null for the first page
 * @param visibility what the caller sees
 */
public record SeriesQuery(
        String kpi,
        RowKey place,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        @Nullable Instant at,
        @Nullable Instant asOf,
        int limit,
        @Nullable LocalDate after,
        Visibility visibility) {

    public boolean travels() {
        return at != null || asOf != null;
    }

    /**
     * The first day after what a text asks for: a period is meant with its last day, and a day is
     * where the span ends, as all spans of days do, unless days are the KPI's periods.
     */
    public static LocalDate end(Period period, PeriodUnit ofKpi) {
        return period.unit() == PeriodUnit.DAY && ofKpi != PeriodUnit.DAY
                ? period.start()
                : period.endExclusive();
    }

    /**
     * The periods of the page, and one more where there are more.
     *
     * @param first first day of the first period with data; null for none
     */
    public List<Period> periods(@Nullable LocalDate first, Period current) {
        PeriodUnit unit = current.unit();
        LocalDate end = to == null ? current.endExclusive() : to;
        LocalDate start;
        if (after != null) {
            start = unit.plus(unit.startOf(after), 1);
        } else if (from != null) {
            start = unit.startOf(from);
        } else {
            start = first == null ? unit.startOf(end.minusDays(1)) : first;
        }
        List<Period> periods = new ArrayList<>();
        while (start.isBefore(end) && periods.size() <= limit) {
            periods.add(new Period(unit, start));
            start = unit.plus(start, 1);
        }
        return periods;
    }
}
