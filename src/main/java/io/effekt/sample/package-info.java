/**
 * The sample organisation: made up from a fixed seed, posted through the real door, shown as a
 * scorecard. Switched on by {@code effekt.sample}.
 */
@NullMarked
package io.effekt.sample;

import org.jspecify.annotations.NullMarked;
