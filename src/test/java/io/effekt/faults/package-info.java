/** Faults put to the service on purpose, and an independent check of what the store holds after. */
@NullMarked
package io.effekt.faults;

import org.jspecify.annotations.NullMarked;
