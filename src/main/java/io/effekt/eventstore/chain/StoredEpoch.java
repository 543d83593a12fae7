package io.effekt.eventstore.chain;

/** An epoch and the hash that lies with it. */
public record StoredEpoch(ChainedEpoch epoch, byte[] chainHash) {}
