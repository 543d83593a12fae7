package io.effekt.kpi.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** All definitions as one document, for the description of the API. */
@Schema(
        name = "Definitions",
        description =
                "Items are the bodies of the single resources with their 'key', or 'kpi' and 'scope'."
                        + " What the document does not name stays as it is.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record DefinitionsForm(
        @Nullable List<Map<String, Object>> valueStreams,
        @Nullable List<Map<String, Object>> teams,
        @Nullable List<Map<String, Object>> kpis,
        @Nullable List<Map<String, Object>> targets,
        @Nullable List<Map<String, Object>> baselines,
        @Schema(description = "Why; kept in the history", maxLength = 2000, writeOnly = true)
                @Nullable String reason) {
    /** What became of each item. */
    @Schema(name = "ImportResult")
    record Result(
            int created,
            int changed,
            int unchanged,
            @Schema(description = "Defined already, and left as it is") int kept,
            int refused,
            List<Item> items) {}

    /** What became of one item. */
    @Schema(name = "ImportedItem")
    record Item(
            @Schema(examples = "kpi:digital-adoption") String subject,
            @Schema(enumeration = {"created", "changed", "unchanged", "kept", "refused"})
                    String result,
            int version,
            List<String> notices,
            List<Fault> errors) {}

    /** Why an item was refused. */
    @Schema(name = "ImportFault")
    record Fault(String pointer, String code, String detail) {}

    /** Which KPIs of the catalogue to take over. */
    @Schema(name = "Adoption")
    record Adoption(
            @Schema(description = "Keys of the catalogue; all when absent")
                    @Nullable List<String> keys,
            @Schema(description = "Why; kept in the history", maxLength = 2000, writeOnly = true)
                    @Nullable String reason) {}
}
