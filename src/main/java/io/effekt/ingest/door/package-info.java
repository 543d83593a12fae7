/** Takes measurements over HTTP, hands them to Kafka and answers with a receipt for each. */
@NullMarked
package io.effekt.ingest.door;

import org.jspecify.annotations.NullMarked;
