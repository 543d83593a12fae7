package io.effekt.eventstore;

/** The place of one entry in the measurement log. */
public record EntryId(int part, long seq) {}
