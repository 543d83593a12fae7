package io.effekt.ingest;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the sender of one measurement may, as far as only the log can tell: the door has asked all
 * the rest.
 *
 * @param steward whether a steward sent it, and answers for it
 * @param streams where the measurement that it takes the place of must have counted; empty for
 *     anywhere
 */
record Sender(boolean steward, Set<String> streams) {
    /** Whoever wrote to the topic. */
    static final Sender OUTSIDE = new Sender(false, Set.of());

    Sender {
        streams = Set.copyOf(streams);
    }

    /** Whether it may take the place of what counted there; null for what counted in no stream. */
    boolean mayReplace(@Nullable String stream) {
        return streams.isEmpty() || (stream != null && streams.contains(stream));
    }

    /** As it travels. */
    String text() {
        return (steward ? "steward" : "-") + ";" + String.join(",", new TreeSet<>(streams));
    }

    /** Reads what {@link #text} wrote. */
    static Sender of(String text) {
        int end = text.indexOf(';');
        String streams = text.substring(end + 1);
        return new Sender(
                text.startsWith("steward"),
                streams.isEmpty() ? Set.of() : Set.of(streams.split(",", -1)));
    }
}
