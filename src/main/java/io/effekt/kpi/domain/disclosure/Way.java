package io.effekt.kpi.domain.disclosure;

import io.effekt.kpi.domain.measurement.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way that answers took through the states of a period.
 *
 * @param chain the only one whose answers they are; null for any
 * @param through where they counted in each state; null where they did not
 * @param count how many answers went it
 */
record Way(@Nullable String chain, List<@Nullable Origin> through, long count) {}
