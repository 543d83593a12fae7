package io.effekt.ingest.form;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the last answer: the items of a batch mostly name the same source, period and KPI, and
 * often the same scope, one after the other. Not safe for use by two threads.
 */
final class LastValueCache<T> {
    private final Function<String, T> reader;
    private @Nullable String text;
    private @Nullable T answer;

    LastValueCache(Function<String, T> reader) {
        this.reader = reader;
    }

    /** What the reader says of it; throws what the reader throws. */
    T of(String asked) {
        T known = answer;
        if (known != null && asked.equals(text)) {
            return known;
        }
        T read = reader.apply(asked);
        text = asked;
        answer = read;
        return read;
    }
}
