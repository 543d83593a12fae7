/** Tests of the room of the same name. */
@NullMarked
package io.effekt.ingest.form.csv;

import org.jspecify.annotations.NullMarked;
