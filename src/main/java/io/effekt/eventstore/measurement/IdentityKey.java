package io.effekt.eventstore.measurement;

import java.util.UUID;

/**
 * A sender's id within its source.
 *
 * @param idHash 128 bits of the id
 */
public record IdentityKey(String source, UUID idHash) {}
