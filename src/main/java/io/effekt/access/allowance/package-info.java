/** How much a caller may ask in a while. */
@NullMarked
package io.effekt.access.allowance;

import org.jspecify.annotations.NullMarked;
