package io.effekt.embedded;

import java.nio.file.Path;

/** One server that runs as a process of its own. */
sealed interface EmbeddedServer permits EmbeddedPostgres, EmbeddedKafka {
    /** For people: {@code PostgreSQL}, {@code Kafka}. */
    String name();

    ProcessHandle process();

    Path log();

    /** Stops it cleanly; after a while, by force. */
    void stop();
}
