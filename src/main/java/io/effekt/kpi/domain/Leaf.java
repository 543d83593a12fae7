package io.effekt.kpi.domain;

import io.effekt.kernel.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What was measured at one scope while it belonged to one value stream. All status comes from such
 * leaves of one KPI and period.
 *
 * @param measuredAt the scope that the measurements name
 * @param stream key of the value stream on the day of measurement; null where there was none
 */
public record Leaf(Scope measuredAt, @Nullable String stream, Tally tally) {}
