package io.effekt.eventstore.chain;

import io.effekt.eventstore.LogHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head of a partition as it lies in the database, to be checked.
 *
 * @param seal the hash over the head that lies with it; null for none
 * @param epochs in order
 */
public record StoredHead(LogHead head, byte @Nullable [] seal, List<StoredEpoch> epochs) {
    public StoredHead {
        epochs = List.copyOf(epochs);
    }
}
