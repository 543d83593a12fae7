package io.effekt.app.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Makes schemas true: in an answer every field is always there, and null where {@link
 * NullableFields} says so; in a request a field that is not required may be null as well. What both
 * use comes twice, the one of answers as {@code <Name>Answer}. Made-up names of Java go away.
 */
final class AnswerSchemas {
    private static final String ANSWER = "Answer";

    private final OpenAPI contract;
    private final Map<String, Schema> schemas;

    private AnswerSchemas(OpenAPI contract) {
        this.contract = contract;
        schemas = new TreeMap<>(contract.getComponents().getSchemas());
    }

    static void in(OpenAPI contract) {
        AnswerSchemas work = new AnswerSchemas(contract);
        work.putScalarsInPlace();
        work.flatten();
        FieldWords words = new FieldWords();
        work.schemas.values().forEach(schema -> Schemas.visit(schema, words::describe));
        work.split();
        work.dropUnused();
        contract.getComponents().setSchemas(new LinkedHashMap<>(work.schemas));
    }

    /**
     * {@code Instant}, {@code UUID} and the like are words of Java: their form is said in place.
     */
    private void putScalarsInPlace() {
        Map<String, Schema> scalars = new TreeMap<>();
        schemas.forEach((name, schema) -> {
            if (schema.getProperties() == null && schema.getFormat() != null) {
                scalars.put(name, schema);
            }
        });
        everywhere(part -> {
            String target = Schemas.target(part);
            Schema scalar = target == null ? null : scalars.get(target);
            if (scalar == null) {
                return part;
            }
            part.setRef(null);
            part.setType(new ArrayList<>(scalar.getType()));
            part.setFormat(scalar.getFormat());
            return part;
        });
        schemas.keySet().removeAll(scalars.keySet());
    }

    /** What is made of several parts has all their fields itself, as generators read it best. */
    private void flatten() {
        for (Schema whole : schemas.values()) {
            if (whole.getAllOf() == null) {
                continue;
            }
            Map<String, Schema> fields = new LinkedHashMap<>();
            List<Object> nullable = new ArrayList<>();
            List<Object> leftOut = new ArrayList<>();
            List<String> required = new ArrayList<>();
            for (Schema reference : whole.getAllOf()) {
                String name = Schemas.target(reference);
                Schema part = name == null ? reference : named(name);
                part.getProperties()
                        .forEach((field, of) -> fields.put(field, Schemas.copy(of, Schema.class)));
                nullable.addAll(notes(part, NullableFields.NULLABLE));
                leftOut.addAll(notes(part, NullableFields.LEFT_OUT));
                if (part.getRequired() != null) {
                    required.addAll(part.getRequired());
                }
            }
            whole.setAllOf(null);
            whole.setProperties(fields);
            whole.setRequired(required);
            whole.set(NullableFields.NULLABLE, nullable);
            whole.set(NullableFields.LEFT_OUT, leftOut);
        }
    }

    private void split() {
        Set<String> sent = new LinkedHashSet<>();
        Set<String> answered = new LinkedHashSet<>();
        bodies(true, of -> collect(of, sent));
        bodies(false, of -> collect(of, answered));
        Set<String> both = new LinkedHashSet<>(answered);
        both.retainAll(sent);
        for (String name : both) {
            schemas.put(name + ANSWER, Schemas.copy(named(name), Schema.class));
        }
        UnaryOperator<Schema> renamed =
                part -> {
                    String target = Schemas.target(part);
                    if (target != null && both.contains(target)) {
                        part.setRef(Schemas.to(target + ANSWER).getRef());
                    }
                    return part;
                };
        answered.forEach(name -> {
            String own = both.contains(name) ? name + ANSWER : name;
            known(own, named(own));
            schemas.put(own, Schemas.rewrite(named(own), renamed));
            Schemas.visit(named(own), AnswerSchemas::asAnswered);
        });
        contents(
                false,
                content -> {
                    Schemas.rewrite(content, renamed);
                    content.getMediaTypes()
                            .values()
                            .forEach(type -> {
                                if (type.getSchema() != null) {
                                    Schemas.visit(type.getSchema(), AnswerSchemas::asAnswered);
                                }
                            });
                });
        sent.forEach(name -> Schemas.visit(named(name), AnswerSchemas::asSent));
    }

    private Schema named(String name) {
        return Objects.requireNonNull(schemas.get(name), () -> "There is no schema " + name);
    }

    private static void known(String name, Schema schema) {
        if (schema.getProperties() != null
                && schema.get(NullableFields.NULLABLE) == null
                && schema.get(BiSchemas.CHOSEN) == null) {
            throw new IllegalStateException(
                    "Nothing says which fields of the answer '%s' may be null: describe it by a record whose fields are @Nullable where they are, or say %s in META-INF/openapi.yaml."
                            .formatted(name, NullableFields.NULLABLE));
        }
    }

    private static void asAnswered(Schema schema) {
        tidy(schema);
        if (schema.getProperties() == null || schema.get(BiSchemas.CHOSEN) != null) {
            forget(schema);
            return;
        }
        Map<String, Schema> fields = new LinkedHashMap<>(schema.getProperties());
        List<Object> leftOut = notes(schema, NullableFields.LEFT_OUT);
        notes(schema, NullableFields.NULLABLE)
                .forEach(field ->
                        fields.computeIfPresent((String) field, (name, of) -> Schemas.orNull(of)));
        notes(schema, NullableFields.NULLABLE_ITEMS)
                .forEach(field -> {
                    Schema list = fields.get((String) field);
                    if (list != null && list.getItems() != null) {
                        list.setItems(Schemas.orNull(list.getItems()));
                    }
                });
        fields.values().removeIf(of -> Boolean.TRUE.equals(of.getWriteOnly()));
        schema.setProperties(fields);
        schema.setRequired(
                fields.keySet().stream().filter(field -> !leftOut.contains(field)).toList());
        forget(schema);
    }

    private static void asSent(Schema schema) {
        tidy(schema);
        if (schema.getProperties() != null) {
            List<String> required = schema.getRequired() == null ? List.of() : schema.getRequired();
            Map<String, Schema> fields = new LinkedHashMap<>(schema.getProperties());
            fields.replaceAll((name, of) -> required.contains(name) ? of : Schemas.orNull(of));
            schema.setProperties(fields);
        }
        forget(schema);
    }

    /** Beside a reference stands what is said of it here, and nothing of its form. */
    private static void tidy(Schema schema) {
        if (schema.getRef() != null) {
            schema.setType(null);
        }
    }

    private static void forget(Schema schema) {
        schema.set(NullableFields.NULLABLE, null);
        schema.set(NullableFields.LEFT_OUT, null);
        schema.set(NullableFields.NULLABLE_ITEMS, null);
        schema.set(BiSchemas.CHOSEN, null);
    }

    private static List<Object> notes(Schema schema, String name) {
        return schema.get(name) instanceof List<?> notes ? List.copyOf(notes) : List.of();
    }

    private void dropUnused() {
        Set<String> used = new LinkedHashSet<>();
        bodies(true, of -> collect(of, used));
        bodies(false, of -> collect(of, used));
        operations(operation -> {
            if (operation.getParameters() != null) {
                operation
                        .getParameters()
                        .forEach(parameter -> {
                            if (parameter.getSchema() != null) {
                                collect(parameter.getSchema(), used);
                            }
                        });
            }
        });
        schemas.keySet().retainAll(used);
    }

    private void collect(Schema schema, Set<String> names) {
        Schemas.visit(
                schema,
                part -> {
                    String target = Schemas.target(part);
                    if (target != null && names.add(target)) {
                        collect(named(target), names);
                    }
                });
    }

    private void everywhere(UnaryOperator<Schema> by) {
        schemas.replaceAll((name, schema) -> Schemas.rewrite(schema, by));
        contents(true, content -> Schemas.rewrite(content, by));
        contents(false, content -> Schemas.rewrite(content, by));
        operations(operation -> {
            if (operation.getParameters() != null) {
                operation
                        .getParameters()
                        .forEach(parameter -> {
                            if (parameter.getSchema() != null) {
                                parameter.setSchema(Schemas.rewrite(parameter.getSchema(), by));
                            }
                        });
            }
        });
    }

    private void bodies(boolean sent, Consumer<Schema> to) {
        contents(
                sent,
                content ->
                        content.getMediaTypes()
                                .values()
                                .forEach(type -> {
                                    if (type.getSchema() != null) {
                                        to.accept(type.getSchema());
                                    }
                                }));
    }

    private void contents(boolean sent, Consumer<Content> to) {
        operations(operation -> {
            if (sent) {
                if (operation.getRequestBody() != null) {
                    give(operation.getRequestBody().getContent(), to);
                }
            } else {
                operation
                        .getResponses()
                        .getAPIResponses()
                        .values()
                        .forEach(answer -> give(answer.getContent(), to));
            }
        });
        if (!sent && contract.getComponents().getResponses() != null) {
            contract.getComponents()
                    .getResponses()
                    .values()
                    .forEach(answer -> give(answer.getContent(), to));
        }
    }

    private static void give(@Nullable Content content, Consumer<Content> to) {
        if (content != null) {
            to.accept(content);
        }
    }

    private void operations(Consumer<Operation> to) {
        contract.getPaths()
                .getPathItems()
                .values()
                .forEach(path -> path.getOperations().values().forEach(to));
    }
}
