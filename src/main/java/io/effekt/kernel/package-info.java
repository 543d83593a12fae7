/** Words that every slice shares. Plain Java: no framework, no clock, no randomness. */
@NullMarked
package io.effekt.kernel;

import org.jspecify.annotations.NullMarked;
