package io.effekt.ingest.form;

/** Media types of the bodies that measurements are sent in, beside {@code application/json}. */
public final class BodyMediaTypes {
    public static final String NDJSON = "application/x-ndjson";
    public static final String CSV = "text/csv";
    public static final String EVENT = "application/cloudevents+json";
    public static final String EVENTS = "application/cloudevents-batch+json";

    public static final String XLSX =
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private BodyMediaTypes() {}
}
