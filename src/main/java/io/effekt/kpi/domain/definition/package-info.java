/**
 * What a KPI, its targets, its baselines and its overrides say, and which changes to them are
 * allowed. Pure.
 */
@NullMarked
package io.effekt.kpi.domain.definition;

import org.jspecify.annotations.NullMarked;
