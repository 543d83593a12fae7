/** The status of a KPI at a scope in a period, and why it is so. Pure. */
@NullMarked
package io.effekt.kpi.domain.evaluation;

import org.jspecify.annotations.NullMarked;
