/** The log hashed again from its rows, and rows that should not be there. */
@NullMarked
package io.effekt.eventstore.postgres.verify;

import org.jspecify.annotations.NullMarked;
