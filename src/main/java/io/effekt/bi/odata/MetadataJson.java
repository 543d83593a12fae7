package io.effekt.bi.odata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.dataset.Column;
import io.effekt.dataset.ColumnType;
import io.effekt.dataset.Dataset;
import io.effekt.dataset.DatasetLink;
import io.effekt.dataset.Datasets;
import io.effekt.json.Json;
import java.util.List;
import java.util.Map;

/** The same as {@link Metadata} in the JSON form (OData CSDL JSON Representation 4.01). */
final class MetadataJson {
    private MetadataJson() {}

    static String write(Datasets datasets) {
        ObjectNode json = Json.object();
        json.put("$Version", "4.0");
        json.put("$EntityContainer", Model.NAMESPACE + "." + Model.CONTAINER);
        ObjectNode references = json.putObject("$Reference");
        Capability.VOCABULARIES.forEach((alias, namespace) ->
                references
                        .putObject(Capability.address(namespace))
                        .putArray("$Include")
                        .addObject()
                        .put("$Namespace", namespace)
                        .put("$Alias", alias));
        ObjectNode schema = json.putObject(Model.NAMESPACE);
        for (Dataset set : datasets.all()) {
            type(schema.putObject(Model.type(set.name())), set);
        }
        ObjectNode container = schema.putObject(Model.CONTAINER).put("$Kind", "EntityContainer");
        for (Dataset set : datasets.all()) {
            set(container.putObject(set.name()), set);
        }
        Capability.ofService().forEach(capability -> annotation(container, capability));
        return Json.write(json);
    }

    private static void type(ObjectNode type, Dataset set) {
        type.put("$Kind", "EntityType");
        var key = type.putArray("$Key");
        set.key().forEach(column -> key.add(column.name()));
        for (Column column : set.columns()) {
            property(type.putObject(column.name()), column);
        }
        for (DatasetLink link : set.links()) {
            type.putObject(link.name())
                    .put("$Kind", "NavigationProperty")
                    .put("$Type", Model.NAMESPACE + "." + Model.type(link.target()))
                    .put("$Nullable", true);
        }
    }

    private static void property(ObjectNode property, Column column) {
        if (column.type() != ColumnType.TEXT) {
            property.put("$Type", Model.kind(column.type()).getFullQualifiedName().toString());
        }
        if (!column.isKey()) {
            property.put("$Nullable", true);
        }
        if (column.type() == ColumnType.DECIMAL) {
            property.put("$Precision", Model.PRECISION).put("$Scale", Model.SCALE);
        } else if (column.type() == ColumnType.MOMENT) {
            property.put("$Precision", Model.MICROS);
        }
        annotation(property, Capability.description(column.description()));
    }

    private static void set(ObjectNode json, Dataset set) {
        json.put("$Collection", true).put("$Type", Model.NAMESPACE + "." + Model.type(set.name()));
        if (!set.links().isEmpty()) {
            ObjectNode bindings = json.putObject("$NavigationPropertyBinding");
            set.links().forEach(link -> bindings.put(link.name(), link.target()));
        }
        Capability.of(set).forEach(capability -> annotation(json, capability));
    }

    private static void annotation(ObjectNode of, Capability capability) {
        String name = "@" + capability.term();
        switch (capability.value()) {
            case List<?> texts -> {
                var list = of.putArray(name);
                texts.forEach(text -> list.add(text.toString()));
            }
            case Map<?, ?> record -> {
                ObjectNode fields = of.putObject(name);
                record.forEach((field, value) -> value(fields, field.toString(), value));
            }
            default -> value(of, name, capability.value());
        }
    }

    private static void value(ObjectNode of, String name, Object value) {
        switch (value) {
            case Boolean truth -> of.put(name, truth);
            case Integer number -> of.put(name, number);
            default -> of.put(name, value.toString());
        }
    }
}
