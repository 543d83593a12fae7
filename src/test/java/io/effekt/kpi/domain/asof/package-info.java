/** KPIs at earlier moments, from histories that are held in memory. */
@NullMarked
package io.effekt.kpi.domain.asof;

import org.jspecify.annotations.NullMarked;
