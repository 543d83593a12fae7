/**
 * Decides commands one after the other: they come by Kafka, a handler of their slice decides each
 * in one transaction, and the outcome goes back to the request that waits. Knows no slice.
 */
@NullMarked
package io.effekt.eventstore.decision;

import org.jspecify.annotations.NullMarked;
