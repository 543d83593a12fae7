package io.effekt.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.http.Method;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One operation of the OpenAPI document, called with whatever names it takes. A new one is here by
 * itself.
 *
 * @param id its operationId
 * @param rights those of which any one is enough; empty where everybody who is known may
 * @param node the operation in the document
 */
public record Operation(
        String id,
        Method method,
        String path,
        List<String> rights,
        boolean secured,
        JsonNode node,
        JsonNode document) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Everything that the document has under {@code paths}. */
    public static List<Operation> all(String openapi) {
        try {
            JsonNode document = PlainContract.of(JSON.readTree(openapi));
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

    public boolean reads() {
        return method == Method.GET;
    }

    /** Whether it can be asked for something by its name. */
    public boolean names(Map<String, String> names) {
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
    public Response call(RequestSpecification from, Map<String, String> names) {
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

    /**
     * The address as it is sent, with whatever has a name in its path and query.
     *
     * @param names as for {@link #call}
     */
    public String target(Map<String, String> names) {
        StringBuilder target = new StringBuilder(path);
        char mark = '?';
        for (JsonNode parameter : node.path("parameters")) {
            String name = parameter.path("name").asText();
            String value = names.get(name);
            switch (parameter.path("in").asText()) {
                case "path" -> {
                    String place = "{" + name + "}";
                    int at = target.indexOf(place);
                    target.replace(
                            at,
                            at + place.length(),
                            encoded(value == null ? path(name, names) : value));
                }
                case "query" -> {
                    if (value != null) {
                        target.append(mark).append(name).append('=').append(encoded(value));
                        mark = '&';
                    }
                }
                default -> {}
            }
        }
        return target.toString();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Names of its parameters in the query, or in headers. */
    public List<String> parameters(String in) {
        List<String> names = new ArrayList<>();
        for (JsonNode parameter : node.path("parameters")) {
            if (parameter.path("in").asText().equals(in)) {
                names.add(parameter.path("name").asText());
            }
        }
        return names;
    }

    public boolean takesBody() {
        return node.has("requestBody");
    }

    /** Every type of a body in JSON, whatever it is wrapped in. */
    public List<String> jsonTypes() {
        List<String> types = new ArrayList<>();
        node.path("requestBody").path("content").fieldNames().forEachRemaining(types::add);
        types.removeIf(type -> !type.endsWith("json") || type.contains("ndjson"));
        return types;
    }

    /** Every status that the document says it may answer. */
    public Set<Integer> statuses() {
        Set<Integer> statuses = new TreeSet<>();
        node.path("responses")
                .fieldNames()
                .forEachRemaining(status -> statuses.add(Integer.valueOf(status)));
        return statuses;
    }

    /** Fields of the answer that can be sent back and are not read. */
    public Set<String> readOnlyFields() {
        Set<String> fields = new TreeSet<>();
        JsonNode answer = node.path("responses").path("200").path("content");
        answer.forEach(content -> readOnly(resolved(content.path("schema")), fields));
        content().ifPresent(schema -> readOnly(schema, fields));
        return fields;
    }

    private void readOnly(JsonNode schema, Set<String> fields) {
        schema.path("allOf").forEach(part -> readOnly(resolved(part), fields));
        schema.path("properties")
                .properties()
                .forEach(field -> {
                    if (field.getValue().path("readOnly").asBoolean()) {
                        fields.add(field.getKey());
                    }
                });
    }

    private Optional<JsonNode> content() {
        JsonNode schema =
                node.path("requestBody").path("content").path("application/json").path("schema");
        return schema.isMissingNode() ? Optional.empty() : Optional.of(resolved(schema));
    }

    /**
     * A body with every field that the schema knows.
     *
     * @param names values by the names of fields; others are made from the schema
     */
    public ObjectNode fullBody(Map<String, String> names) {
        return draft(names).body();
    }

    /** Every object in the full body that takes just the fields it knows. */
    public List<BodyDraft.Place> objects(Map<String, String> names) {
        return draft(names).places();
    }

    private BodyDraft draft(Map<String, String> names) {
        return BodyDraft.of(content().orElse(JSON.createObjectNode()), document, names);
    }

    /** What a path is about says which key or id is meant. */
    private String path(String name, Map<String, String> names) {
        String collection = path.split("/", -1)[3];
        return names.getOrDefault(
                name + " of " + collection,
                name.equals("key") ? "nothing" : "11111111-1111-4111-8111-111111111111");
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
