/** Hashes that chain the log, signed heads, and the keys that sign them. */
@NullMarked
package io.effekt.eventstore.chain;

import org.jspecify.annotations.NullMarked;
