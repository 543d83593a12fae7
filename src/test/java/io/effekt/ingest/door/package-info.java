/** Tests of the room of the same name. */
@NullMarked
package io.effekt.ingest.door;

import org.jspecify.annotations.NullMarked;
