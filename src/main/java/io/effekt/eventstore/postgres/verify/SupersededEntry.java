package io.effekt.eventstore.postgres.verify;

import io.effekt.eventstore.EntryId;

/**
 * One superseded entry.
 *
 * @param place the entry that no longer counts
 * @param by the entry that took its place
 */
record SupersededEntry(EntryId place, EntryId by) {}
