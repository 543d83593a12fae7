package io.effekt.eventstore.postgres;

import io.effekt.eventstore.EntryId;

/**
 * One superseded entry.
 *
 * @param place the entry that no longer counts
 * @param by the entry that took its place
 */
record Link(EntryId place, EntryId by) {}
