package io.effekt.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A body made from its schema, with every field there is.
 *
 * @param places the objects in it that take just the fields they know
 */
public record BodyDraft(ObjectNode body, List<Place> places) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** An object in a body; {@code pointer} is empty for the body itself. */
    public record Place(ObjectNode body, String pointer, Set<String> known) {
        public boolean knows(String field) {
            return known.contains(field);
        }

        /** The body with one more field here. */
        public ObjectNode with(String field, String value) {
            ObjectNode copy = body.deepCopy();
            ObjectNode place = (ObjectNode) copy.at(pointer);
            ObjectNode others = place.deepCopy();
            // First: where just one thing is said to be wrong, it is the first one.
            place.removeAll();
            place.put(field, value).setAll(others);
            return copy;
        }
    }

    static BodyDraft of(JsonNode schema, JsonNode document, Map<String, String> names) {
        BodyDraft draft = new BodyDraft(JSON.objectNode(), new ArrayList<>());
        new Filling(draft, document, names).fill(draft.body, schema, "");
        return draft;
    }

    private record Filling(BodyDraft draft, JsonNode document, Map<String, String> names) {
        void fill(ObjectNode object, JsonNode schema, String pointer) {
            JsonNode one = schema.has("oneOf") ? resolved(schema.path("oneOf").get(0)) : schema;
            Set<String> known = new TreeSet<>();
            one.path("properties")
                    .properties()
                    .forEach(field -> {
                        String name = field.getKey();
                        known.add(name);
                        if (!field.getValue().path("readOnly").asBoolean()) {
                            object.set(
                                    name,
                                    value(name, resolved(field.getValue()), pointer + "/" + name));
                        }
                    });
            draft.places.add(new Place(draft.body, pointer, known));
        }

        private JsonNode value(String name, JsonNode schema, String pointer) {
            String value = names.get(name);
            if (schema.has("properties")) {
                ObjectNode object = JSON.objectNode();
                fill(object, schema, pointer);
                return object;
            }
            return switch (schema.path("type").asText()) {
                case "array" ->
                        JSON.arrayNode()
                                .add(value(name, resolved(schema.path("items")), pointer + "/0"));
                case "object" -> map(schema, pointer);
                case "number", "integer" ->
                        JSON.numberNode(new BigDecimal(value == null ? "1" : value));
                case "boolean" -> JSON.booleanNode(false);
                default ->
                        JSON.textNode(
                                value != null
                                        ? value
                                        : schema.has("enum")
                                                ? schema.path("enum").get(0).asText()
                                                : "x");
            };
        }

        /**
         * One that says what its values are takes any name; one that does not is only undescribed.
         */
        private JsonNode map(JsonNode schema, String pointer) {
            JsonNode values = schema.path("additionalProperties");
            if (!values.has("type")) {
                draft.places.add(new Place(draft.body, pointer, anyField()));
                return JSON.objectNode();
            }
            if (schema.path("examples").path(0).isObject()) {
                return schema.path("examples").path(0);
            }
            return JSON.objectNode().set("en", value("en", values, pointer + "/en"));
        }

        /** Every field that anything has. */
        private Set<String> anyField() {
            Set<String> fields = new TreeSet<>();
            document.path("components")
                    .path("schemas")
                    .forEach(schema ->
                            schema.path("properties").fieldNames().forEachRemaining(fields::add));
            return fields;
        }

        private JsonNode resolved(JsonNode schema) {
            String reference = schema.path("$ref").asText();
            return reference.isEmpty() ? schema : document.at(reference.substring(1));
        }
    }
}
