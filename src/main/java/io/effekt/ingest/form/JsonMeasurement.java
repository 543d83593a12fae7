package io.effekt.ingest.form;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads one JSON object into a draft, token by token, without a tree. */
public final class JsonMeasurement {
    private static final StreamReadConstraints LIMITS =
            StreamReadConstraints.builder()
                    .maxNestingDepth(200)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build();

    private JsonMeasurement() {}

    /**
     * What reads one body, and no other: parsers of one factory share a table of names, and a body
     * whose names are made to collide would leave it broken for the next.
     *
     * <p>What only one item is to blame for must not end the reading of the others, so numbers,
     * texts and names may be as long as the body is (the draft refuses them unread), and NaN is a
     * token (the draft refuses it by its field). Only nesting is cut: each level costs memory.
     */
    public static JsonFactory newFactory() {
        return new JsonFactoryBuilder()
                .streamReadConstraints(LIMITS)
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    /** The parser stands on the object's start; afterwards on its end. */
    static void read(JsonParser json, MeasurementBuilder draft) throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            field(name, json, draft);
        }
    }

    /** The parser stands on a field's name; afterwards on the end of its value. */
    static void field(String name, JsonParser json, MeasurementBuilder draft) throws IOException {
        JsonToken token = json.nextToken();
        Field field = Field.named(name);
        if (field == null) {
            draft.unknown(name);
            json.skipChildren();
        } else if (!draft.claim(field) || token == JsonToken.VALUE_NULL) {
            json.skipChildren();
        } else {
            value(field, token, json, draft);
        }
    }

    private static void value(
            Field field, @Nullable JsonToken token, JsonParser json, MeasurementBuilder draft)
            throws IOException {
        switch (field) {
            case ID,
                    SOURCE,
                    KPI,
                    SCOPE,
                    OBSERVED_AT,
                    PERIOD,
                    COMMENT,
                    CORRECTS,
                    RETRACTS,
                    REASON -> {
                if (token == JsonToken.VALUE_STRING) {
                    draft.text(field, json.getText());
                } else {
                    wrongType(field, "a text in quotes", json, draft);
                }
            }
            case VALUE, WEIGHT, NUMERATOR, DENOMINATOR -> {
                if (isNumber(token)) {
                    draft.number(field, number(json));
                } else {
                    wrongType(field, "a number without quotes", json, draft);
                }
            }
            case SCORES -> {
                if (token == JsonToken.START_OBJECT) {
                    scores(json, draft);
                } else {
                    wrongType(field, "an object like {\"9\": 12}", json, draft);
                }
            }
            case DIMENSIONS -> {
                if (token == JsonToken.START_OBJECT) {
                    dimensions(json, draft);
                } else {
                    wrongType(field, "an object like {\"zone\": \"north\"}", json, draft);
                }
            }
        }
    }

    private static void scores(JsonParser json, MeasurementBuilder draft) throws IOException {
        draft.openScores();
        for (String score = json.nextFieldName(); score != null; score = json.nextFieldName()) {
            if (isNumber(json.nextToken())) {
                draft.score(score, number(json));
            } else {
                wrongType(Field.SCORES, "a map from score to a whole number", json, draft);
            }
        }
    }

    private static void dimensions(JsonParser json, MeasurementBuilder draft) throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            if (json.nextToken() == JsonToken.VALUE_STRING) {
                draft.dimension(name, json.getText());
            } else {
                wrongType(Field.DIMENSIONS, "a map from name to a text", json, draft);
            }
        }
    }

    private static void wrongType(
            Field field, String expected, JsonParser json, MeasurementBuilder draft)
            throws IOException {
        draft.wrongType(field, expected);
        json.skipChildren();
    }

    private static boolean isNumber(@Nullable JsonToken token) {
        return token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
    }

    private static ParseResult<BigDecimal> number(JsonParser json) throws IOException {
        return DecimalText.read(
                json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    }
}
