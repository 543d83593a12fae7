package io.effekt.kpi.application.status;

import io.effekt.eventstore.measurement.StoredMeasurement;
import io.effekt.kernel.Period;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.Observed;
import io.effekt.kpi.domain.measurement.Timing;
import java.math.BigDecimal;
import java.util.List;

/** Reads what the log holds back into the words of the domain. */
public final class MeasurementMapper {
    private MeasurementMapper() {}

    public static Content content(StoredMeasurement stored) {
        BigDecimal value = stored.value();
        BigDecimal weight = stored.weight();
        if (value != null && weight != null) {
            return new Content.Number(value, weight);
        }
        BigDecimal numerator = stored.numerator();
        BigDecimal denominator = stored.denominator();
        if (numerator != null && denominator != null) {
            return new Content.Ratio(numerator, denominator);
        }
        return new Content.Scores(stored.scores());
    }

    public static Timing timing(StoredMeasurement stored) {
        String period = stored.period();
        return period == null
                ? new Timing.Moment(stored.observedAt())
                : new Timing.Whole(Period.parse(period));
    }

    /** Values of dimensions, each as {@code name:value}. */
    public static List<String> labels(StoredMeasurement stored) {
        return labels(stored.dimensions());
    }

    /** As {@link #labels(StoredMeasurement)}, from {@code name=value} lines. */
    public static List<String> labels(String lines) {
        return lines.isEmpty()
                ? List.of()
                : lines.lines().map(line -> line.replaceFirst("=", ":")).toList();
    }

    public static Observed observed(StoredMeasurement stored) {
        return new Observed(
                stored.observedAt(),
                stored.recordedAt(),
                stored.place().part(),
                stored.place().seq());
    }
}
