/** Sources of measurements, and which client owns each. */
@NullMarked
package io.effekt.access.source;

import org.jspecify.annotations.NullMarked;
