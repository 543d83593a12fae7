/** Tests of the room of the same name. */
@NullMarked
package io.effekt.ingest.form;

import org.jspecify.annotations.NullMarked;
