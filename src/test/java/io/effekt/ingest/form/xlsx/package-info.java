/** Tests of the room of the same name. */
@NullMarked
package io.effekt.ingest.form.xlsx;

import org.jspecify.annotations.NullMarked;
