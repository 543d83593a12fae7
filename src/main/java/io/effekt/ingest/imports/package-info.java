/** Imports as one: what an import brought, and its undoing. */
@NullMarked
package io.effekt.ingest.imports;

import org.jspecify.annotations.NullMarked;
