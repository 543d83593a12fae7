/** Which measurements are taken, and what they add up to. */
@NullMarked
package io.effekt.kpi.domain.measurement;

import org.jspecify.annotations.NullMarked;
