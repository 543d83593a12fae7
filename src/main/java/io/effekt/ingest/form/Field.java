package io.effekt.ingest.form;

import io.effekt.kernel.NearestWord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of a measurement as both doors know them. */
public enum Field {
    SOURCE("source"),
    ID("id"),
    KPI("kpi"),
    SCOPE("scope"),
    OBSERVED_AT("observedAt"),
    PERIOD("period"),
    VALUE("value"),
    WEIGHT("weight"),
    NUMERATOR("numerator"),
    DENOMINATOR("denominator"),
    SCORES("scores"),
    DIMENSIONS("dimensions"),
    COMMENT("comment"),
    CORRECTS("corrects"),
    RETRACTS("retracts"),
    REASON("reason");

    private static final Map<String, Field> BY_NAME = new HashMap<>();
    private static final List<String> NAMES = new ArrayList<>();

    static {
        for (Field field : values()) {
            BY_NAME.put(field.fieldName, field);
            NAMES.add(field.fieldName);
        }
    }

    private final String fieldName;

    Field(String fieldName) {
        this.fieldName = fieldName;
    }

    public String fieldName() {
        return fieldName;
    }

    /** JSON Pointer within the measurement. */
    public String pointer() {
        return "/" + fieldName;
    }

    public static @Nullable Field named(String name) {
        return BY_NAME.get(name);
    }

    public static Optional<String> nearest(String name) {
        return NearestWord.to(name, NAMES);
    }
}
