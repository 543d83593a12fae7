/** Reads the first sheet of a workbook, part by part, within bounds. */
@NullMarked
package io.effekt.ingest.form.xlsx;

import org.jspecify.annotations.NullMarked;
