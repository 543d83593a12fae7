package io.effekt.app.contract;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jboss.jandex.Type;
import org.jspecify.annotations.Nullable;

/**
 * Writes down, while the service is built, which fields of a described record are {@code @Nullable}
 * and which are left out when they are null: the code says it once, the contract follows. {@link
 * AnswerSchemas} reads the notes and takes them away.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class NullableFields implements OASFilter {
    /** Extension of a schema: names of the fields that may be null. */
    static final String NULLABLE = "x-effekt-nullable";

    /** Extension of a schema: names of the fields that are left out when there is nothing. */
    static final String LEFT_OUT = "x-effekt-left-out";

    /** Extension of a schema: names of the fields that are lists with items that may be null. */
    static final String NULLABLE_ITEMS = "x-effekt-nullable-items";

    private static final DotName RECORD = DotName.createSimple(Record.class);
    private static final DotName SCHEMA =
            DotName.createSimple("org.eclipse.microprofile.openapi.annotations.media.Schema");
    private static final DotName INCLUDE =
            DotName.createSimple("com.fasterxml.jackson.annotation.JsonInclude");
    private static final DotName NULL = DotName.createSimple(Nullable.class);

    /** Left out when there is nothing. */
    private static final Set<String> NEVER_NULL = Set.of("NON_NULL");

    /** Left out in some answers, and null in others. */
    private static final Set<String> EITHER = Set.of("NON_NULL", "NON_ABSENT");

    private final IndexView index;

    public NullableFields(IndexView index) {
        this.index = index;
    }

    @Override
    public void filterOpenAPI(OpenAPI contract) {
        if (contract.getComponents() == null || contract.getComponents().getSchemas() == null) {
            return;
        }
        Map<String, List<ClassInfo>> records = new HashMap<>();
        for (ClassInfo type : index.getAllKnownSubclasses(RECORD)) {
            records.computeIfAbsent(name(type), n -> new ArrayList<>()).add(type);
        }
        contract.getComponents()
                .getSchemas()
                .forEach((name, schema) -> note(name, schema, candidates(name, records)));
    }

    /** Records of that name; of {@code ListedHeld} the generic record {@code Listed}. */
    private static List<ClassInfo> candidates(String name, Map<String, List<ClassInfo>> records) {
        List<ClassInfo> found = new ArrayList<>(records.getOrDefault(name, List.of()));
        records.forEach((beginning, types) -> {
            if (name.startsWith(beginning)) {
                types.stream().filter(type -> !type.typeParameters().isEmpty()).forEach(found::add);
            }
        });
        return found;
    }

    private static void note(String name, Schema schema, List<ClassInfo> candidates) {
        if (schema.getProperties() == null) {
            return;
        }
        List<ClassInfo> described =
                candidates.stream()
                        .filter(type -> fields(type).equals(schema.getProperties().keySet()))
                        .toList();
        Set<Set<String>> readings = new java.util.HashSet<>();
        described.forEach(type -> readings.add(nullable(type)));
        if (readings.size() > 1) {
            throw new IllegalStateException(
                    "Several records describe themselves as '%s': %s. Give each a name of its own by @Schema(name = \"…\")."
                            .formatted(name, described));
        }
        if (!described.isEmpty()) {
            ClassInfo type = described.getFirst();
            Set<String> nullable = nullable(type);
            Set<String> leftOut = leftOut(type, nullable, EITHER);
            nullable.removeAll(leftOut(type, nullable, NEVER_NULL));
            schema.set(NULLABLE, List.copyOf(nullable));
            schema.set(LEFT_OUT, List.copyOf(leftOut));
            schema.set(NULLABLE_ITEMS, List.copyOf(nullableItems(type)));
        }
    }

    private static String name(ClassInfo type) {
        AnnotationInstance schema = type.declaredAnnotation(SCHEMA);
        AnnotationValue name = schema == null ? null : schema.value("name");
        return name == null ? type.simpleName() : name.asString();
    }

    private static Set<String> fields(ClassInfo type) {
        Set<String> fields = new TreeSet<>();
        type.recordComponents().forEach(component -> fields.add(name(component)));
        return fields;
    }

    private static Set<String> nullable(ClassInfo type) {
        Set<String> fields = new TreeSet<>();
        for (RecordComponentInfo component : type.recordComponents()) {
            if (component.type().hasAnnotation(NULL)) {
                fields.add(name(component));
            }
        }
        return fields;
    }

    private static String name(RecordComponentInfo component) {
        AnnotationInstance schema = component.annotation(SCHEMA);
        AnnotationValue name = schema == null ? null : schema.value("name");
        return name == null ? component.name() : name.asString();
    }

    /** Fields that are lists whose items may be null. */
    private static Set<String> nullableItems(ClassInfo type) {
        Set<String> fields = new TreeSet<>();
        for (RecordComponentInfo component : type.recordComponents()) {
            if (component.type().kind() == Type.Kind.PARAMETERIZED_TYPE
                    && component.type().asParameterizedType().arguments().stream()
                            .anyMatch(item -> item.hasAnnotation(NULL))) {
                fields.add(name(component));
            }
        }
        return fields;
    }

    /**
     * The fields that say so, and all that may be null and say nothing where the record does:
     * {@code @JsonInclude} is no annotation of components, it goes to their fields.
     */
    private static Set<String> leftOut(ClassInfo type, Set<String> nullable, Set<String> how) {
        Set<String> fields = new TreeSet<>();
        for (RecordComponentInfo component : type.recordComponents()) {
            AnnotationInstance own = type.field(component.name()).annotation(INCLUDE);
            String name = name(component);
            if (own == null && !nullable.contains(name)) {
                continue;
            }
            if (isIncluded(own == null ? type.declaredAnnotation(INCLUDE) : own, how)) {
                fields.add(name);
            }
        }
        return fields;
    }

    private static boolean isIncluded(@Nullable AnnotationInstance include, Set<String> how) {
        return include != null && include.value() != null && how.contains(include.value().asEnum());
    }
}
