package io.effekt.app.contract;

import io.effekt.resource.ResourceKinds;
import io.effekt.resource.ResourceType;
import java.util.Objects;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** The document of definitions has a list for each kind of resource, whichever slice brings it. */
final class DefinitionLists {
    private static final String DOCUMENT = "Definitions";

    private DefinitionLists() {}

    static void in(Components components, ResourceKinds kinds) {
        Schema document = Objects.requireNonNull(components.getSchemas().get(DOCUMENT));
        kinds.types().stream()
                .filter(type -> !document.getProperties().containsKey(type.list()))
                .forEach(type -> document.addProperty(type.list(), list(type)));
    }

    private static Schema list(ResourceType type) {
        Schema item =
                Schemas.of(SchemaType.OBJECT).additionalPropertiesSchema(OASFactory.createSchema());
        return Schemas.orNull(
                Schemas.of(SchemaType.ARRAY)
                        .items(item)
                        .description("Resources of the kind " + type.name()));
    }
}
