/** Tests of the room of the same name. */
@NullMarked
package io.effekt.ingest.form.cloudevent;

import org.jspecify.annotations.NullMarked;
