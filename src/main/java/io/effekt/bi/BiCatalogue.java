package io.effekt.bi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.dataset.Column;
import io.effekt.dataset.Dataset;
import io.effekt.dataset.Datasets;
import io.effekt.json.Json;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The sets and their columns, as {@code GET /api/v1/bi} tells them. */
final class BiCatalogue {
    private BiCatalogue() {}

    /** A column as the catalogue shows it. */
    @Schema(name = "BiColumn")
    record ColumnEntry(
            @Schema(examples = "PeriodStart") String name,
            @Schema(
                            enumeration = {
                                "string",
                                "date",
                                "datetime",
                                "boolean",
                                "integer",
                                "decimal",
                                "number"
                            })
                    String type,
            @Schema(description = "Part of the key, and never null") boolean key,
            String description,
            @Schema(description = "Its name in the SQL view", examples = "period_start")
                    String sql) {}

    /** A set as the catalogue shows it. */
    @Schema(name = "BiSet")
    record Shown(
            @Schema(examples = "KpiStatus") String name,
            String description,
            @Schema(examples = "/api/v1/bi/KpiStatus") String href,
            @Schema(examples = "bi.kpi_status") String view,
            @Schema(description = "What 'from' and 'to' look at; null where they do not hold")
                    @Nullable String day,
            List<ColumnEntry> columns) {}

    /** All sets. */
    @Schema(name = "BiCatalogue")
    record Sets(
            @Schema(description = "Columns are only ever added") int contract, List<Shown> sets) {}

    /** All sets, as JSON. */
    static String write(Datasets datasets) {
        ObjectNode json = Json.object().put("contract", 2);
        ArrayNode sets = json.putArray("sets");
        datasets.all().forEach(set -> sets.add(shown(set)));
        return Json.write(json);
    }

    private static ObjectNode shown(Dataset set) {
        ObjectNode json =
                Json.object()
                        .put("name", set.name())
                        .put("description", set.description())
                        .put("href", "/api/v1/bi/" + set.name())
                        .put("view", set.view())
                        .put("day", set.day());
        ArrayNode columns = json.putArray("columns");
        for (Column column : set.columns()) {
            columns.addObject()
                    .put("name", column.name())
                    .put("type", column.type().word())
                    .put("key", column.isKey())
                    .put("description", column.description())
                    .put("sql", column.sql());
        }
        return json;
    }
}
