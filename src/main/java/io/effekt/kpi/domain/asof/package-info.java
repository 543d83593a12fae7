/** What a KPI would have read at an earlier moment or position of the log. Pure. */
@NullMarked
package io.effekt.kpi.domain.asof;

import org.jspecify.annotations.NullMarked;
