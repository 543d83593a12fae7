package io.effekt.ingest.form.csv;

import java.util.List;

/** Columns of a list of rejections that say something about a row and are none of its fields. */
final class RejectedColumns {
    static final String CODE = "code";
    static final String BODY = "body";

    static final List<String> ABOUT = List.of("receivedAt", CODE, "detail", BODY);

    /** Those by which a list of rejections is known. */
    static final List<String> MARKS = List.of(CODE, "detail");

    private RejectedColumns() {}
}
