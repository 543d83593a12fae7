package io.effekt.eventstore.chain;

/**
 * What has a place in the chain of hashes. Appending and checking both hash what these records say
 * and nothing else, so that they cannot disagree on the bytes.
 */
public sealed interface Chained permits ChainedDecision, ChainedEpoch, ChainedMeasurement {
    /** Writes every field, in an order that never changes. */
    ChainHash into(ChainHash chain);

    /** The hash of this, standing behind what has that hash. */
    default byte[] after(ChainHash chain, byte[] previous) {
        return into(chain).after(previous);
    }
}
