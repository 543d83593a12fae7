package io.effekt.eventstore.chain;

import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.StoredDecision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decision as its hash sees it.
 *
 * @param reasonHash salted; null when no reason was given
 */
public record ChainedDecision(
        long seq,
        String type,
        int version,
        String subject,
        Instant recordedAt,
        String actor,
        String requestId,
        String data,
        byte @Nullable [] reasonHash)
        implements Chained {
    public static ChainedDecision of(StoredDecision decision, byte @Nullable [] reasonHash) {
        return new ChainedDecision(
                decision.seq(),
                decision.type(),
                decision.version(),
                decision.subject(),
                decision.recordedAt(),
                decision.actor(),
                decision.requestId().toString(),
                decision.data(),
                reasonHash);
    }

    /** What the log holds of a reason. */
    public static byte[] reasonHash(byte[] salt, String reason) {
        return new ChainHash().text(reason).after(salt);
    }

    @Override
    public ChainHash into(ChainHash chain) {
        return chain.number(LogHead.DECISIONS)
                .number(seq)
                .text(type)
                .number(version)
                .text(subject)
                .time(recordedAt)
                .text(actor)
                .text(requestId)
                .text(data)
                .bytes(reasonHash);
    }
}
