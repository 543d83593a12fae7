package io.effekt.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.http.Method;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One operation of the OpenAPI document, called with whatever names it takes. A new one is here by
 * itself.
 *
 * @param id its operationId
 * @param rights those of which any one is enough; empty where everybody who is known may
 * @param node the operation in the document
 */
record Operation(
        String id,
        Method method,
        String path,
        List<String> rights,
        boolean secured,
        JsonNode node,
        JsonNode document) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Everything that the document has under {@code paths}. */
    static List<Operation> all(String openapi) {
        try {
            JsonNode document = JSON.readTree(openapi);
            List<Operation> all = new ArrayList<>();
            document.path("paths")
                    .properties()
                    .forEach(path ->
                            path.getValue()
                                    .properties()
                                    .forEach(operation -> {
                                        JsonNode node = operation.getValue();
                                        List<String> rights = new ArrayList<>();
                                        node.path("security")
                                                .forEach(s ->
                                                        s.path("key")
                                                                .forEach(r ->
                                                                        rights.add(r.asText())));
                                        all.add(
                                                new Operation(
                                                        node.path("operationId").asText(),
                                                        Method.valueOf(
                                                                operation
                                                                        .getKey()
                                                                        .toUpperCase(Locale.ROOT)),
                                                        path.getKey(),
                                                        rights,
                                                        !node.path("security").isEmpty(),
                                                        node,
                                                        document));
                                    }));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean reads() {
        return method == Method.GET;
    }

    /** Whether it can be asked for something by its name. */
    boolean names(Map<String, String> names) {
        for (JsonNode parameter : node.path("parameters")) {
            if (names.containsKey(parameter.path("name").asText())) {
                return true;
            }
        }
        return !body(names).isEmpty();
    }

    /**
     * Calls it.
     *
     * @param names values of parameters and of fields of the body, by their names; those that are
     *     not there are left out, or made up where they are in the path
     */
    Response call(RequestSpecification from, Map<String, String> names) {
        RequestSpecification request = from.urlEncodingEnabled(true);
        for (JsonNode parameter : node.path("parameters")) {
            String name = parameter.path("name").asText();
            String value = names.get(name);
            switch (parameter.path("in").asText()) {
                case "path" -> request.pathParam(name, value == null ? path(name, names) : value);
                case "query" -> {
                    if (value != null) {
                        request.queryParam(name, value);
                    }
                }
                default -> {}
            }
        }
        if (node.has("requestBody")) {
            request.contentType("application/json").body(body(names).toString());
        }
        return request.request(method, path);
    }

    /** The key in a path is that of whatever the path is about. */
    private String path(String name, Map<String, String> names) {
        if (name.equals("key")) {
            String collection = path.split("/", -1)[3];
            return names.getOrDefault("key of " + collection, "nothing");
        }
        return names.getOrDefault("any " + name, "11111111-1111-4111-8111-111111111111");
    }

    /** A body with every field of the schema that has a value here. */
    private ObjectNode body(Map<String, String> names) {
        JsonNode schema = node.path("requestBody").path("content").path("application/json");
        return body(resolved(schema.path("schema")), names);
    }

    private ObjectNode body(JsonNode schema, Map<String, String> names) {
        ObjectNode body = JSON.createObjectNode();
        JsonNode one = schema.has("oneOf") ? resolved(schema.path("oneOf").get(0)) : schema;
        one.path("properties")
                .properties()
                .forEach(field -> {
                    String value = names.get(field.getKey());
                    JsonNode of = resolved(field.getValue());
                    if (value != null) {
                        switch (of.path("type").asText()) {
                            case "array" ->
                                    ((ArrayNode) body.withArray("/" + field.getKey())).add(value);
                            case "number", "integer" ->
                                    body.put(field.getKey(), Integer.valueOf(value));
                            default -> body.put(field.getKey(), value);
                        }
                    }
                });
        return body;
    }

    private JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return reference.isEmpty() ? schema : document.at(reference.substring(1));
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
