package io.effekt.embedded;

import java.time.Instant;

/** What is known of one embedded server. */
public sealed interface ServerState {
    /** It runs, as process {@code pid}. */
    record Running(long pid) implements ServerState {}

    /** It was stopped on purpose. */
    record Stopped() implements ServerState {}

    /**
     * It ended by itself, or was killed.
     *
     * @param noticedAt when the loss was seen
     * @param lastWords last line of its log
     */
    record Lost(long pid, Instant noticedAt, String lastWords) implements ServerState {}
}
