/** The doors as their senders see them. */
@NullMarked
package io.effekt.ingest;

import org.jspecify.annotations.NullMarked;
