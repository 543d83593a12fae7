package io.effekt.kpi.domain.evaluation;

import io.effekt.kpi.domain.definition.Status;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Why a headline's status turned. */
public enum TurnReason {
    FIRST,
    PERIOD,
    VALUE,
    TARGET,
    DEFINITION,
    TIME,
    STALE,
    SMALL_GROUP;

    /** The word that is stored and shown. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * What of the row is other than before, the weightiest first. Of a row that is hidden, or was,
     * it says that and no more: nothing of it may tell what is hidden.
     *
     * @param was null for the first headline ever
     */
    public static TurnReason of(@Nullable KpiStatus was, KpiStatus now) {
        if (now.status() == Status.SUPPRESSED
                || (was != null && was.status() == Status.SUPPRESSED)) {
            return SMALL_GROUP;
        }
        if (was == null || was.period() == null) {
            return FIRST;
        }
        if (!was.period().equals(now.period())) {
            return PERIOD;
        }
        if (now.status() == Status.STALE) {
            return STALE;
        }
        if (isOther(was.value(), now.value())) {
            return VALUE;
        }
        if (!Objects.equals(was.target(), now.target())) {
            return TARGET;
        }
        return was.kpiVersion() == now.kpiVersion() ? TIME : DEFINITION;
    }

    private static boolean isOther(@Nullable BigDecimal was, @Nullable BigDecimal now) {
        return (was == null || now == null)
                ? (was == null) != (now == null)
                : was.compareTo(now) != 0;
    }
}
