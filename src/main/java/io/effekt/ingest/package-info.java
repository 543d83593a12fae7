/** Both doors in, HTTP bodies and Kafka records: one validator, one receipt. */
@NullMarked
package io.effekt.ingest;

import org.jspecify.annotations.NullMarked;
