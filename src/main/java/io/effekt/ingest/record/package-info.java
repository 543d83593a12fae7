/** Measurements as records of Kafka: written, read on from the log, and receipts brought back. */
@NullMarked
package io.effekt.ingest.record;

import org.jspecify.annotations.NullMarked;
