package io.effekt.ingest.record;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What travels beside a measurement: who sent it, in which call, and whether somebody waits.
 *
 * @param request the call it came in; null for what was written to the topic directly
 * @param importId the import it belongs to; null for what was written to the topic directly
 * @param actor who answers for it
 * @param client the source of a measurement that names none
 * @param index its place in the call, from 0
 * @param waiting the instance that waits to hear what became of it; null when nobody does
 */
public record Envelope(
        @Nullable UUID request,
        @Nullable UUID importId,
        String actor,
        String client,
        int index,
        @Nullable String waiting) {}
