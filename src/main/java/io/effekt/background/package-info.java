/** Work that goes on beside requests, and how long it has been failing. */
@NullMarked
package io.effekt.background;

import org.jspecify.annotations.NullMarked;
