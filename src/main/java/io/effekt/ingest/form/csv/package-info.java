/** Reads CSV: its dialect, its columns, and rows that are given back with what is wrong in them. */
@NullMarked
package io.effekt.ingest.form.csv;

import org.jspecify.annotations.NullMarked;
