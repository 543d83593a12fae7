/** What a measurement holds, which ones count, and the figures that they add up to. Pure. */
@NullMarked
package io.effekt.kpi.domain.measurement;

import org.jspecify.annotations.NullMarked;
