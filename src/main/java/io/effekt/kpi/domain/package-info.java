/** What a KPI means: definitions, targets, baselines, period values, status. Pure. */
@NullMarked
package io.effekt.kpi.domain;

import org.jspecify.annotations.NullMarked;
