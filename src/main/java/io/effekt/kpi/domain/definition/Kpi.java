package io.effekt.kpi.domain.definition;

import io.effekt.kernel.Period;
import io.effekt.kernel.PeriodUnit;
import io.effekt.kernel.Slug;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A KPI as one version defines it.
 *
 * @param name language to text
 * @param minGroupSize smallest number of answers that may be shown; null for no limit
 * @param favourableFrom lowest score that is favourable, 0 to 10
 * @param trials whether numerator and denominator count successes and trials
 * @param replaces the KPI that this one goes on from, or null
 */
public record Kpi(
        String key,
        int version,
        Map<String, String> name,
        Map<String, String> description,
        String unit,
        Shape shape,
        Aggregation aggregation,
        RollUp rollUp,
        Direction direction,
        PeriodUnit period,
        ZoneId timeZone,
        int graceDays,
        @Nullable Integer minGroupSize,
        int favourableFrom,
        boolean trials,
        List<String> dimensions,
        @Nullable String owner,
        @Nullable String source,
        @Nullable String replaces,
        boolean retired) {
    public Kpi {
        Slug.require(key);
        name = Map.copyOf(name);
        description = Map.copyOf(description);
        dimensions = List.copyOf(dimensions);
    }

    /** 100 for ratios whose unit is {@code %}, otherwise 1. */
    public int scale() {
        return unit.equals("%") ? 100 : 1;
    }

    /**
     * Whether the period's numbers have had their time by then: from then on a KPI with a smallest
     * group shows them.
     */
    public boolean closes(Period of, Instant by) {
        return !by.isBefore(closing(of));
    }

    /** When the period's numbers have had their time. */
    public Instant closing(Period of) {
        return of.endExclusive().plusDays(graceDays).atStartOfDay(timeZone).toInstant();
    }

    /** Whether the other definition has the same rows of answers, and hides them alike. */
    public boolean showsAs(Kpi other) {
        return Objects.equals(minGroupSize, other.minGroupSize)
                && rollUp == other.rollUp
                && trials == other.trials
                && Set.copyOf(dimensions).equals(Set.copyOf(other.dimensions));
    }

    /** As the log names it: {@code kpi:digital-adoption}. */
    public String subject() {
        return subject(key);
    }

    public static String subject(String key) {
        return "kpi:" + key;
    }

    /** The same definition as another version of the KPI. */
    public Kpi asVersion(int number) {
        return with(number, retired);
    }

    Kpi asRetired() {
        return with(version, true);
    }

    private Kpi with(int newVersion, boolean newRetired) {
        return new Kpi(
                key,
                newVersion,
                name,
                description,
                unit,
                shape,
                aggregation,
                rollUp,
                direction,
                period,
                timeZone,
                graceDays,
                minGroupSize,
                favourableFrom,
                trials,
                dimensions,
                owner,
                source,
                replaces,
                newRetired);
    }
}
