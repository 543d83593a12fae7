package io.effekt.bi.odata;

import io.effekt.dataset.Column;
import io.effekt.dataset.ColumnType;
import io.effekt.dataset.Dataset;
import io.effekt.dataset.DatasetLink;
import io.effekt.dataset.Datasets;
import java.util.List;
import org.apache.olingo.commons.api.edm.Edm;
import org.apache.olingo.commons.api.edm.EdmPrimitiveTypeKind;
import org.apache.olingo.commons.api.edm.FullQualifiedName;
import org.apache.olingo.commons.api.edm.provider.CsdlAbstractEdmProvider;
import org.apache.olingo.commons.api.edm.provider.CsdlEntityContainer;
import org.apache.olingo.commons.api.edm.provider.CsdlEntityContainerInfo;
import org.apache.olingo.commons.api.edm.provider.CsdlEntitySet;
import org.apache.olingo.commons.api.edm.provider.CsdlEntityType;
import org.apache.olingo.commons.api.edm.provider.CsdlNavigationProperty;
import org.apache.olingo.commons.api.edm.provider.CsdlNavigationPropertyBinding;
import org.apache.olingo.commons.api.edm.provider.CsdlProperty;
import org.apache.olingo.commons.api.edm.provider.CsdlPropertyRef;
import org.apache.olingo.commons.api.edm.provider.CsdlSchema;
import org.apache.olingo.commons.core.edm.EdmProviderImpl;
import org.jspecify.annotations.Nullable;

/** The sets as Olingo's parser wants to have them described. */
final class Model extends CsdlAbstractEdmProvider {
    static final String NAMESPACE = "Effekt";
    static final String CONTAINER = "Container";

    /** Digits before and after the point of every decimal. */
    static final int PRECISION = 38;

    static final int SCALE = 12;

    /** Digits of a second. */
    static final int MICROS = 6;

    private static final FullQualifiedName CONTAINER_NAME =
            new FullQualifiedName(NAMESPACE, CONTAINER);

    private final Datasets datasets;

    private Model(Datasets datasets) {
        this.datasets = datasets;
    }

    static Edm edm(Datasets datasets) {
        return new EdmProviderImpl(new Model(datasets));
    }

    /** The type of the rows of a set. */
    static String type(String set) {
        return set + "Row";
    }

    static EdmPrimitiveTypeKind kind(ColumnType type) {
        return switch (type) {
            case TEXT -> EdmPrimitiveTypeKind.String;
            case DAY -> EdmPrimitiveTypeKind.Date;
            case MOMENT -> EdmPrimitiveTypeKind.DateTimeOffset;
            case BOOLEAN -> EdmPrimitiveTypeKind.Boolean;
            case INTEGER -> EdmPrimitiveTypeKind.Int32;
            case LONG -> EdmPrimitiveTypeKind.Int64;
            case DECIMAL -> EdmPrimitiveTypeKind.Decimal;
            case DOUBLE -> EdmPrimitiveTypeKind.Double;
        };
    }

    @Override
    public @Nullable CsdlEntityType getEntityType(FullQualifiedName name) {
        return datasets.all().stream()
                .filter(set -> new FullQualifiedName(NAMESPACE, type(set.name())).equals(name))
                .findFirst()
                .map(Model::entityType)
                .orElse(null);
    }

    private static CsdlEntityType entityType(Dataset set) {
        return new CsdlEntityType()
                .setName(type(set.name()))
                .setProperties(set.columns().stream().map(Model::property).toList())
                .setNavigationProperties(set.links().stream().map(Model::link).toList())
                .setKey(
                        set.key().stream()
                                .map(column -> new CsdlPropertyRef().setName(column.name()))
                                .toList());
    }

    private static CsdlNavigationProperty link(DatasetLink link) {
        return new CsdlNavigationProperty()
                .setName(link.name())
                .setType(new FullQualifiedName(NAMESPACE, type(link.target())))
                .setNullable(true);
    }

    private static CsdlProperty property(Column column) {
        CsdlProperty property =
                new CsdlProperty()
                        .setName(column.name())
                        .setType(kind(column.type()).getFullQualifiedName())
                        .setNullable(!column.isKey());
        return switch (column.type()) {
            case DECIMAL -> property.setPrecision(PRECISION).setScale(SCALE);
            case MOMENT -> property.setPrecision(MICROS);
            case TEXT, DAY, BOOLEAN, INTEGER, LONG, DOUBLE -> property;
        };
    }

    @Override
    public @Nullable CsdlEntitySet getEntitySet(FullQualifiedName container, String name) {
        return container.equals(CONTAINER_NAME)
                ? datasets.named(name).map(Model::entitySet).orElse(null)
                : null;
    }

    private static CsdlEntitySet entitySet(Dataset set) {
        return new CsdlEntitySet()
                .setName(set.name())
                .setType(new FullQualifiedName(NAMESPACE, type(set.name())))
                .setNavigationPropertyBindings(
                        set.links().stream()
                                .map(link ->
                                        new CsdlNavigationPropertyBinding()
                                                .setPath(link.name())
                                                .setTarget(link.target()))
                                .toList());
    }

    @Override
    public CsdlEntityContainer getEntityContainer() {
        return new CsdlEntityContainer()
                .setName(CONTAINER)
                .setEntitySets(datasets.all().stream().map(Model::entitySet).toList());
    }

    @Override
    public @Nullable CsdlEntityContainerInfo getEntityContainerInfo(
            @Nullable FullQualifiedName name) {
        return name == null || name.equals(CONTAINER_NAME)
                ? new CsdlEntityContainerInfo().setContainerName(CONTAINER_NAME)
                : null;
    }

    @Override
    public List<CsdlSchema> getSchemas() {
        return List.of(
                new CsdlSchema()
                        .setNamespace(NAMESPACE)
                        .setEntityTypes(datasets.all().stream().map(Model::entityType).toList())
                        .setEntityContainer(getEntityContainer()));
    }
}
