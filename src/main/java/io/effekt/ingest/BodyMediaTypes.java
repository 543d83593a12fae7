package io.effekt.ingest;

/** Media types of the bodies that measurements are sent in, beside {@code application/json}. */
final class BodyMediaTypes {
    static final String NDJSON = "application/x-ndjson";
    static final String CSV = "text/csv";
    static final String EVENT = "application/cloudevents+json";
    static final String EVENTS = "application/cloudevents-batch+json";

    static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private BodyMediaTypes() {}
}
