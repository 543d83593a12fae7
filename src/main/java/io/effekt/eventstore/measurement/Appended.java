package io.effekt.eventstore.measurement;

import java.time.Instant;
import java.util.List;

/**
 * What an append gave.
 *
 * @param firstSeq sequence of the first entry; the others follow without a gap
 * @param seriesIds series id of each entry, in order
 */
public record Appended(
        int part, long firstSeq, Instant recordedAt, List<Integer> seriesIds, Runnable committed) {}
