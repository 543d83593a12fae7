/** Answers about another moment, computed from the log. */
@NullMarked
package io.effekt.kpi.application.asof;

import org.jspecify.annotations.NullMarked;
