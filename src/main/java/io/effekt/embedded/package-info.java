/**
 * The PostgreSQL server and the Kafka broker that {@code scripts/start} and the tests bring along:
 * real servers, each a process of its own, watched, and found again after a {@code kill -9}.
 */
@NullMarked
package io.effekt.embedded;

import org.jspecify.annotations.NullMarked;
