package io.effekt.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An OpenAPI document made simple: parameters and answers in place, one type a schema, no null. */
final class PlainContract {
    private PlainContract() {}

    static JsonNode of(JsonNode document) {
        document.path("paths")
                .forEach(path ->
                        path.forEach(operation -> {
                            inPlace(operation.path("parameters"), document);
                            inPlace(operation.path("responses"), document);
                        }));
        withoutNull(document);
        return document;
    }

    private static void inPlace(JsonNode parts, JsonNode document) {
        if (parts instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, resolved(list.get(i), document));
            }
        } else if (parts instanceof ObjectNode object) {
            object.properties().forEach(part -> part.setValue(resolved(part.getValue(), document)));
        }
    }

    private static JsonNode resolved(JsonNode node, JsonNode document) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    private static void withoutNull(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.path("type").isArray()) {
                object.set("type", object.path("type").get(0));
            }
            if (object.path("enum") instanceof ArrayNode words) {
                words.removeIf(JsonNode::isNull);
            }
            JsonNode choice = object.path("oneOf");
            if (choice.size() == 2 && choice.get(1).path("type").asText().equals("null")) {
                object.remove("oneOf");
                object.setAll((ObjectNode) choice.get(0));
            }
        }
        node.forEach(PlainContract::withoutNull);
    }
}
