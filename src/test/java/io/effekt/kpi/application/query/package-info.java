/** A caller who sees everything, for other tests. */
@NullMarked
package io.effekt.kpi.application.query;

import org.jspecify.annotations.NullMarked;
