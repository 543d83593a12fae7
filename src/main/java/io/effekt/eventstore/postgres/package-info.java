/** The only place with event-store SQL. */
@NullMarked
package io.effekt.eventstore.postgres;

import org.jspecify.annotations.NullMarked;
