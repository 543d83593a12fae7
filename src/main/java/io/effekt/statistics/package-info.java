/** The formulas, pure; each names its source. */
@NullMarked
package io.effekt.statistics;

import org.jspecify.annotations.NullMarked;
