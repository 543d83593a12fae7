package io.effekt.eventstore.chain;

import io.effekt.eventstore.measurement.SeriesName;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A measurement as its hash sees it: the row of the log with the words of the dictionaries, and the
 * content hash that lies with the sender's id.
 *
 * @param kind the number in the log
 * @param value a decimal with all its digits, as PostgreSQL writes it; so are the next three
 * @param scores counts as PostgreSQL writes an array
 * @param replacesPart -1 for none
 * @param replacesSeq -1 for none
 * @param textHash salted; null when neither comment nor reason was given
 */
public record ChainedMeasurement(
        int part,
        long seq,
        Instant recordedAt,
        SeriesName series,
        String source,
        String id,
        int kind,
        Instant observedAt,
        @Nullable String period,
        @Nullable String value,
        @Nullable String weight,
        @Nullable String numerator,
        @Nullable String denominator,
        @Nullable String scores,
        int replacesPart,
        long replacesSeq,
        long decidedAt,
        UUID importId,
        String actor,
        long kafkaOffset,
        byte @Nullable [] textHash,
        UUID contentHash)
        implements Chained {
    /** What the log holds of a comment and a reason. */
    public static byte[] textHash(byte[] salt, @Nullable String comment, @Nullable String reason) {
        return new ChainHash().text(comment).text(reason).after(salt);
    }

    @Override
    public ChainHash into(ChainHash chain) {
        return chain.number(part)
                .number(seq)
                .time(recordedAt)
                .text(series.kpi())
                .text(series.scope())
                .text(series.dimensions())
                .text(source)
                .text(id)
                .number(kind)
                .time(observedAt)
                .text(period)
                .text(value)
                .text(weight)
                .text(numerator)
                .text(denominator)
                .text(scores)
                .number(replacesPart)
                .number(replacesSeq)
                .number(decidedAt)
                .text(importId.toString())
                .text(actor)
                .number(kafkaOffset)
                .bytes(textHash)
                .text(contentHash.toString());
    }
}
