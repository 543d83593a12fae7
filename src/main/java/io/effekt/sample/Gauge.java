package io.effekt.sample;

import java.time.LocalDate;
import java.util.stream.Stream;

/** Where measurements of one or more KPIs come from. */
interface Gauge {
    /**
     * What was measured on these days. What is given for a day depends on that day alone, not on
     * where the span begins or ends.
     *
     * @param to the last day
     */
    Stream<SampleMeasurement> between(LocalDate from, LocalDate to);
}
