/** Tests of how Kafka is reached, and the topics that are to be there. */
@NullMarked
package io.effekt.kafka;

import org.jspecify.annotations.NullMarked;
