/** Takes measurements out of CloudEvents (1.0), structured, binary or as a batch. */
@NullMarked
package io.effekt.ingest.form.cloudevent;

import org.jspecify.annotations.NullMarked;
