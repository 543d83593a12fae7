/** Append, read, replay, hash chain, registry of event types. Knows no KPI. */
@NullMarked
package io.effekt.eventstore;

import org.jspecify.annotations.NullMarked;
