/** Tests of the room of the same name. */
@NullMarked
package io.effekt.ingest.record;

import org.jspecify.annotations.NullMarked;
