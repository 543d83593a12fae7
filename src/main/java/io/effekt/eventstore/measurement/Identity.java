package io.effekt.eventstore.measurement;

import java.util.UUID;

/**
 * What is known of a sender's id.
 *
 * @param seq sequence in the log; 0 while the measurement is held
 * @param kafkaOffset the offset that claimed the id; -1 once what was held is in the log
 */
public record Identity(UUID contentHash, int part, long seq, long kafkaOffset) {
    public boolean isHeld() {
        return seq == 0;
    }
}
