package io.effekt.kpi.domain.asof;

import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.disclosure.DisclosureHistory;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.Observed;
import io.effekt.kpi.domain.measurement.Timing;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of one KPI had been recorded, and stood, as of one moment. It is asked for piece by piece,
 * so that nobody has to read all of it. Times are those of observation; for a whole period that is
 * its end less a microsecond.
 */
public interface MeasurementHistory {
    /**
     * One series: where it is measured.
     *
     * @param labels values of dimensions, each as {@code name:value}
     */
    record Line(int id, Scope scope, List<String> labels) {
        public Line {
            labels = List.copyOf(labels);
        }

        @Override
        public int hashCode() {
            return id;
        }
    }

    /** A span of a series; {@code to} is exclusive. */
    record Stretch(Line line, Instant from, Instant to) {}

    /** Takes measurements one by one. */
    @FunctionalInterface
    interface Taker {
        void take(Line line, Timing timing, Content content, Observed observed);
    }

    /** The series of those scopes; of all for null. Some may never have had a measurement. */
    List<Line> lines(@Nullable Collection<Scope> scopes);

    /** Hands over what was observed within the span, in any order. */
    void read(Collection<Line> lines, Instant from, Instant to, Taker taker);

    /** The first observation in each of the stretches that have one. */
    Map<Stretch, Instant> earliest(Collection<Stretch> stretches);

    /** The last observation in each of the stretches that have one. */
    Map<Stretch, Instant> latest(Collection<Stretch> stretches);

    /**
     * Up to so many stretches are looked up one by one; more of them by {@link #recent} first,
     * which is cheaper then.
     */
    int singleLookUps();

    /**
     * The last observation, from that instant on, in each of the stretches that have one. Cheaper
     * than {@link #latest} for many stretches and a span that is not long.
     */
    Map<Stretch, Instant> recent(Collection<Stretch> stretches, Instant from);

    /**
     * What is known of each of the periods because it has been shown otherwise. Those that have not
     * are left out. Asked only of KPIs with a smallest group.
     */
    Map<Period, DisclosureHistory> past(Collection<Period> periods);
}
