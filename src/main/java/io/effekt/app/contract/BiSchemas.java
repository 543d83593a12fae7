package io.effekt.app.contract;

import io.effekt.dataset.Column;
import io.effekt.dataset.ColumnType;
import io.effekt.dataset.Dataset;
import io.effekt.dataset.DatasetLink;
import io.effekt.dataset.Datasets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** The rows of the sets that BI tools read, from the one description that all contracts have. */
final class BiSchemas {
    /** Extension of a schema whose fields are there only when they are asked for. */
    static final String CHOSEN = "x-effekt-chosen";

    private static final String ROW = "Row";

    private BiSchemas() {}

    static void in(Components components, Datasets datasets) {
        List<Schema> rows = new ArrayList<>();
        for (Dataset set : datasets.all()) {
            String name = set.name() + ROW;
            components.addSchema(name, row(set));
            rows.add(Schemas.to(name));
        }
        components.addSchema(
                "BiRows",
                Schemas.of(SchemaType.OBJECT)
                        .description("Rows of the set that was asked for, a page of them")
                        .addProperty("items", list(rows))
                        .addProperty(
                                "next",
                                Schemas.text("Address of the next page; null on the last one"))
                        .set(NullableFields.NULLABLE, List.of("next")));
        components.addSchema("ODataAnswer", odata(rows));
    }

    private static Schema list(List<Schema> rows) {
        return Schemas.of(SchemaType.ARRAY)
                .items(OASFactory.createSchema().anyOf(new ArrayList<>(rows)));
    }

    private static Schema odata(List<Schema> rows) {
        Schema answer =
                Schemas.of(SchemaType.OBJECT)
                        .description(
                                "A page of rows has them in 'value'; a single row has its columns"
                                        + " here; $metadata as JSON is CSDL")
                        .addProperty("@odata.context", Schemas.text("What it is, as an address"))
                        .addProperty(
                                "@odata.count",
                                Schemas.of(SchemaType.INTEGER)
                                        .format("int64")
                                        .description("How many there are, where $count asks"))
                        .addProperty(
                                "@odata.nextLink",
                                Schemas.text("Address of the next page; absent on the last one"))
                        .addProperty("value", list(rows))
                        .additionalPropertiesBoolean(true);
        answer.set(CHOSEN, true);
        return answer;
    }

    private static Schema row(Dataset set) {
        Schema row =
                Schemas.of(SchemaType.OBJECT)
                        .description(
                                set.description()
                                        + ". All columns, or those that 'fields' or $select names");
        for (Column column : set.columns()) {
            Schema cell = cell(column.type()).description(column.description());
            row.addProperty(column.name(), column.isKey() ? cell : Schemas.orNull(cell));
        }
        for (DatasetLink link : set.links()) {
            row.addProperty(
                    link.name(),
                    Schemas.orNull(
                            Schemas.to(link.target() + ROW)
                                    .description("By OData, where $expand asks")));
        }
        row.set(CHOSEN, true);
        return row;
    }

    private static Schema cell(ColumnType type) {
        return switch (type) {
            case TEXT -> Schemas.of(SchemaType.STRING);
            case DAY -> Schemas.of(SchemaType.STRING).format("date");
            case MOMENT -> Schemas.of(SchemaType.STRING).format("date-time");
            case BOOLEAN -> Schemas.of(SchemaType.BOOLEAN);
            case INTEGER -> Schemas.of(SchemaType.INTEGER).format("int32");
            case LONG -> Schemas.of(SchemaType.INTEGER).format("int64");
            case DECIMAL -> Schemas.of(SchemaType.NUMBER);
            case DOUBLE -> Schemas.of(SchemaType.NUMBER).format("double");
        };
    }
}
