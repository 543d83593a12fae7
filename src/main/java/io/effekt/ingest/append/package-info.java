/**
 * Decides what becomes of each measurement and appends it: counted, held, rejected or a duplicate.
 */
@NullMarked
package io.effekt.ingest.append;

import org.jspecify.annotations.NullMarked;
