package io.effekt.kpi.domain.definition;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who had something recorded, when and why.
 *
 * @param reason in a person's words; null when it was erased
 */
public record Recording(String author, Instant at, @Nullable String reason) {
    /** Of what has been decided and is not in the log yet. */
    static final Recording NOT_YET = new Recording("", Instant.EPOCH, null);
}
