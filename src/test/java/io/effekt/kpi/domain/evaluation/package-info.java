/** Statuses of worked cases and of random worlds, against a simple evaluator. */
@NullMarked
package io.effekt.kpi.domain.evaluation;

import org.jspecify.annotations.NullMarked;
