/** Measurements as the log takes, keeps, holds and gives them. */
@NullMarked
package io.effekt.eventstore.measurement;

import org.jspecify.annotations.NullMarked;
