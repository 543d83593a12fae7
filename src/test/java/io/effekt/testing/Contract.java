package io.effekt.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * An OpenAPI document that answers are held against. Schemas are compiled once; an object takes
 * only the fields that its schema names.
 */
public final class Contract {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory FACTORY =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final SchemaValidatorsConfig STRICT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private static final Path FILE = Path.of("openapi", "openapi.yaml");

    private static final class Committed {
        static final Contract INSTANCE = new Contract(text());

        private static String text() {
            try {
                return Files.readString(FILE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final JsonNode document;
    private final ObjectNode definitions;
    private final List<Template> templates = new ArrayList<>();
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

    /** A path of the document, and the addresses it stands for. */
    private record Template(String path, Pattern addresses, JsonNode operations) {}

    /**
     * @param yaml an OpenAPI 3.1 document
     */
    public Contract(String yaml) {
        try {
            document = new YAMLMapper().readTree(yaml);
            definitions = (ObjectNode) closed(document.path("components").path("schemas"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        document.path("paths").properties().forEach(path -> templates.add(template(path)));
        templates.sort(Comparator.comparingInt(t -> t.path().contains("{") ? 1 : 0));
    }

    /** The one in {@code openapi/openapi.yaml}. */
    public static Contract committed() {
        return Committed.INSTANCE;
    }

    private static Template template(Map.Entry<String, JsonNode> path) {
        String addresses =
                path.getKey()
                        .replace(".", "\\.")
                        .replaceAll("\\{resource}", ".+")
                        .replaceAll("\\{[A-Za-z]+}", "[^/]+");
        return new Template(path.getKey(), Pattern.compile(addresses + "/?"), path.getValue());
    }

    /** The operation that answers a method at a path; none when nobody does. */
    Optional<JsonNode> operation(String method, String path) {
        String verb = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
        return templates.stream()
                .filter(template -> template.addresses().matcher(path).matches())
                .findFirst()
                .map(template -> template.operations().path(verb))
                .filter(operation -> !operation.isMissingNode());
    }

    /** What a reference stands for; the node itself when it is none. */
    JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    boolean hasSchema(String name) {
        return definitions.has(name);
    }

    /** What is wrong with a body; empty when nothing is. */
    List<String> faults(JsonNode schema, JsonNode body) {
        return schemas
                .computeIfAbsent(schema.toString(), text -> compile(schema))
                .validate(body)
                .stream()
                .map(fault -> fault.getInstanceLocation() + " " + fault.getMessage())
                .toList();
    }

    /** What is wrong with a body that is sent. */
    public List<String> faultsOfRequest(String method, String path, String type, JsonNode body) {
        return faults(requestSchema(method, path, type), body);
    }

    /** Fields of a body that may be null. */
    public List<String> nullableFields(String method, String path, String type, String choice) {
        JsonNode schema = requestSchema(method, path, type);
        for (JsonNode one : schema.path("oneOf")) {
            if (one.path("$ref").asText().endsWith("/" + choice)) {
                schema = one;
            }
        }
        List<String> fields = new ArrayList<>();
        resolved(schema)
                .path("properties")
                .properties()
                .forEach(field -> {
                    String form = field.getValue().toString();
                    if (form.contains("\"null\"") && !form.contains("\"readOnly\"")) {
                        fields.add(field.getKey());
                    }
                });
        return fields;
    }

    private JsonNode requestSchema(String method, String path, String type) {
        return document.path("paths")
                .path(path)
                .path(method.toLowerCase(Locale.ROOT))
                .path("requestBody")
                .path("content")
                .path(type)
                .path("schema");
    }

    private JsonSchema compile(JsonNode schema) {
        JsonNode own = closed(schema);
        ObjectNode whole = own.isObject() ? (ObjectNode) own : JSON.createObjectNode();
        whole.set("$defs", definitions);
        return FACTORY.getSchema(whole, STRICT);
    }

    /** The same with references to definitions, and with objects that take no other fields. */
    private static JsonNode closed(JsonNode schemas) {
        try {
            JsonNode copy = JSON.readTree(JSON.writeValueAsBytes(schemas));
            close(copy);
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object) {
            JsonNode reference = object.path("$ref");
            if (reference.isTextual()) {
                object.put("$ref", reference.asText().replace("#/components/schemas/", "#/$defs/"));
            }
            if (object.has("type")
                    && object.path("properties").isObject()
                    && !object.has("additionalProperties")) {
                object.put("additionalProperties", false);
            }
        }
        node.forEach(Contract::close);
    }
}
