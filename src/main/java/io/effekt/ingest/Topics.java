package io.effekt.ingest;

/** Names of the topics. */
public final class Topics {
    public static final String MEASUREMENTS = "effekt.measurements.v1";

    private Topics() {}
}
