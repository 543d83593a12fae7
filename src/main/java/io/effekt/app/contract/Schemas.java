package io.effekt.app.contract;

import io.smallrye.openapi.model.BaseModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Constructible;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jspecify.annotations.Nullable;

/** Small things that are done to schemas. */
final class Schemas {
    private static final String COMPONENTS = "#/components/schemas/";

    private Schemas() {}

    static Schema of(SchemaType type) {
        return OASFactory.createSchema().type(new ArrayList<>(List.of(type)));
    }

    static Schema text(String description) {
        return of(SchemaType.STRING).description(description);
    }

    static Schema to(String name) {
        return OASFactory.createSchema().ref(COMPONENTS + name);
    }

    static <T extends Constructible> T copy(T model, Class<T> type) {
        return BaseModel.deepCopy(model, type);
    }

    /** The name of the component that it points to; null when it points to none. */
    static @Nullable String target(Schema schema) {
        String ref = schema.getRef();
        return ref == null || !ref.startsWith(COMPONENTS)
                ? null
                : ref.substring(COMPONENTS.length());
    }

    /** Replaces every schema inside, the innermost first, and then itself. */
    static Schema rewrite(Schema schema, UnaryOperator<Schema> by) {
        if (schema.getBooleanSchema() != null) {
            return schema;
        }
        if (schema.getProperties() != null) {
            Map<String, Schema> properties = new LinkedHashMap<>();
            schema.getProperties().forEach((name, of) -> properties.put(name, rewrite(of, by)));
            schema.setProperties(properties);
        }
        if (schema.getItems() != null) {
            schema.setItems(rewrite(schema.getItems(), by));
        }
        if (schema.getAdditionalPropertiesSchema() != null) {
            schema.setAdditionalPropertiesSchema(
                    rewrite(schema.getAdditionalPropertiesSchema(), by));
        }
        schema.setAllOf(rewrite(schema.getAllOf(), by));
        schema.setOneOf(rewrite(schema.getOneOf(), by));
        schema.setAnyOf(rewrite(schema.getAnyOf(), by));
        return by.apply(schema);
    }

    private static @Nullable List<Schema> rewrite(
            @Nullable List<Schema> schemas, UnaryOperator<Schema> by) {
        return schemas == null
                ? null
                : new ArrayList<>(schemas.stream().map(part -> rewrite(part, by)).toList());
    }

    /** The same for every body of a request or an answer. */
    static void rewrite(@Nullable Content content, UnaryOperator<Schema> by) {
        if (content != null) {
            content.getMediaTypes()
                    .values()
                    .forEach(type -> {
                        if (type.getSchema() != null) {
                            type.setSchema(rewrite(type.getSchema(), by));
                        }
                    });
        }
    }

    /** Shows every schema inside, and itself. */
    static void visit(Schema schema, Consumer<Schema> by) {
        rewrite(
                schema,
                part -> {
                    by.accept(part);
                    return part;
                });
    }

    /** The same, or null. */
    static Schema orNull(Schema schema) {
        if (schema.getRef() != null) {
            Schema wrapped =
                    OASFactory.createSchema()
                            .oneOf(
                                    new ArrayList<>(
                                            List.of(
                                                    OASFactory.createSchema().ref(schema.getRef()),
                                                    nothing())));
            wrapped.setDescription(schema.getDescription());
            wrapped.setReadOnly(schema.getReadOnly());
            return wrapped;
        }
        if (schema.getType() != null && !schema.getType().isEmpty()) {
            if (!schema.getType().contains(SchemaType.NULL)) {
                List<SchemaType> types = new ArrayList<>(schema.getType());
                types.add(SchemaType.NULL);
                schema.setType(types);
            }
            if (schema.getEnumeration() != null && !schema.getEnumeration().contains(null)) {
                List<Object> words = new ArrayList<>(schema.getEnumeration());
                words.add(null);
                schema.setEnumeration(words);
            }
        } else if (schema.getOneOf() != null
                && schema.getOneOf().stream().noneMatch(Schemas::isNothing)) {
            schema.addOneOf(nothing());
        } else if (schema.getAnyOf() != null
                && schema.getAnyOf().stream().noneMatch(Schemas::isNothing)) {
            schema.addAnyOf(nothing());
        }
        return schema;
    }

    private static Schema nothing() {
        return of(SchemaType.NULL);
    }

    private static boolean isNothing(Schema schema) {
        return schema.getType() != null && schema.getType().equals(List.of(SchemaType.NULL));
    }
}
