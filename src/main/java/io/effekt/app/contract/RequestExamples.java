package io.effekt.app.contract;

import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.examples.Example;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Examples of request bodies, from {@code META-INF/openapi.yaml}: by the name of the schema, or by
 * the end of the media type where a body has no schema.
 */
final class RequestExamples {
    private static final String EXAMPLES = "#/components/examples/";

    private RequestExamples() {}

    static void add(Operation operation, @Nullable Map<String, Example> examples) {
        if (operation.getRequestBody() == null || examples == null) {
            return;
        }
        operation
                .getRequestBody()
                .getContent()
                .getMediaTypes()
                .forEach((name, type) -> {
                    if (type.getExamples() == null || type.getExamples().isEmpty()) {
                        add(type, name.replaceFirst(".*/(x-)?", ""), examples);
                        if (type.getSchema() != null) {
                            add(type, type.getSchema(), examples);
                        }
                    }
                });
    }

    private static void add(MediaType type, Schema schema, Map<String, Example> examples) {
        String name = Schemas.target(schema);
        if (name != null) {
            add(type, name, examples);
        }
        if (schema.getOneOf() != null) {
            schema.getOneOf().forEach(choice -> add(type, choice, examples));
        }
    }

    private static void add(MediaType type, String name, Map<String, Example> examples) {
        if (examples.containsKey(name)) {
            type.addExample(name, OASFactory.createExample().ref(EXAMPLES + name));
        }
    }
}
