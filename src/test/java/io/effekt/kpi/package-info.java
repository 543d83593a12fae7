/** Key figures from the outside, through every door at once. */
@NullMarked
package io.effekt.kpi;

import org.jspecify.annotations.NullMarked;
