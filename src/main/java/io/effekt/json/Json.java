package io.effekt.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Text to tree and back. Numbers keep the digits and the scale they came with; what is written is
 * compact, in the order of the fields, and the same for the same tree.
 */
public final class Json {
    /** The most that is nested in anything this service takes is five deep. */
    private static final int DEEPEST = 32;

    private static final int LONGEST_NUMBER = 100;

    private static final ObjectMapper MAPPER = mapper();

    private Json() {}

    private static ObjectMapper mapper() {
        JsonFactory factory =
                JsonFactory.builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxNestingDepth(DEEPEST)
                                        .maxNumberLength(LONGEST_NUMBER)
                                        .build())
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                        .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /**
     * Reads UTF-8.
     *
     * @throws MalformedJson when it is no UTF-8, no JSON, has a field twice, is nested too deep or
     *     has a number of more than 100 characters
     */
    public static JsonNode read(byte[] utf8) throws MalformedJson {
        try {
            return read(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
        } catch (CharacterCodingException e) {
            throw new MalformedJson("The body is not UTF-8: encode it so.", e);
        }
    }

    /**
     * Reads a text.
     *
     * @throws MalformedJson as {@link #read(byte[])}
     */
    public static JsonNode read(String text) throws MalformedJson {
        JsonNode node;
        try {
            node = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new MalformedJson(sentence(e), e);
        }
        if (node == null || node instanceof MissingNode) {
            throw new MalformedJson("The body is empty: send a JSON object.", null);
        }
        return node;
    }

    /**
     * Reads what this service wrote itself.
     *
     * @throws IllegalStateException when it is not an object after all
     */
    public static ObjectNode stored(String text) {
        try {
            if (read(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (MalformedJson e) {
            throw new IllegalStateException("stored JSON cannot be read", e);
        }
        throw new IllegalStateException("stored JSON is no object");
    }

    /** The one form of a tree: compact, fields in their order, numbers without exponent. */
    public static String write(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    private static String sentence(JsonProcessingException e) {
        var location = e.getLocation();
        String where =
                location == null
                        ? ""
                        : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        String what = e.getOriginalMessage();
        String duplicate =
                what != null && what.startsWith("Duplicate field") ? "a field twice" : "";
        String tooMuch =
                e instanceof StreamConstraintsException
                        ? "too long a number or too deep a nesting"
                        : "";
        String named = duplicate.isEmpty() ? tooMuch : duplicate;
        return named.isEmpty()
                ? "The body is not JSON: it cannot be read" + where + "."
                : "The body has " + named + where + ".";
    }
}
