/** Tests of what leaves by Kafka in the order in which it was decided. */
@NullMarked
package io.effekt.eventstore.outbox;

import org.jspecify.annotations.NullMarked;
