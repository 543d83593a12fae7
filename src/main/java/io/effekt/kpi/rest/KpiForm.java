package io.effekt.kpi.rest;

import io.effekt.resource.schema.Keyed;
import io.effekt.resource.schema.VersionInfo;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a KPI, for the description of the API. */
@Schema(
        name = "Kpi",
        description =
                "What is measured and what it means. 'shape', 'period' and 'timeZone' are fixed once a"
                        + " measurement has been counted; 'unit', 'aggregation' and 'rollUp' hold for"
                        + " all periods at once.")
record KpiForm(
        @Schema(required = true, description = "By language: nb, nn, en; at least one")
                Map<String, String> name,
        @Schema(description = "By language: nb, nn, en") @Nullable Map<String, String> description,
        @Schema(required = true, description = "Shown to people", maxLength = 40, examples = "%")
                String unit,
        @Schema(
                        required = true,
                        description = "What one measurement holds",
                        enumeration = {"number", "ratio", "scores"})
                String shape,
        @Schema(
                        required = true,
                        description = "How the measurements of one scope become a period's value",
                        enumeration = {
                            "sum",
                            "mean",
                            "last",
                            "min",
                            "max",
                            "pooled",
                            "enps",
                            "favourable"
                        })
                String aggregation,
        @Schema(
                        required = true,
                        description = "How teams become a value stream, and the organisation",
                        enumeration = {"pooled", "sum", "average", "mean", "min", "max", "none"})
                String rollUp,
        @Schema(
                        required = true,
                        description = "Which way is better; neutral has a value and never a status",
                        enumeration = {"up", "down", "band", "neutral"})
                String direction,
        @Schema(
                        required = true,
                        description = "The span that a status speaks of",
                        enumeration = {"day", "week", "month", "quarter", "half_year", "year"})
                String period,
        @Schema(description = "IANA zone that days are cut in", defaultValue = "Europe/Oslo")
                @Nullable String timeZone,
        @Schema(
                        description = "Days after a period's end that numbers may still arrive in",
                        defaultValue = "5",
                        minimum = "0",
                        maximum = "366")
                @Nullable Integer graceDays,
        @Schema(
                        description =
                                "Smallest number of answers that is shown; 5 for scores. Can only be"
                                        + " raised",
                        minimum = "3")
                @Nullable Integer minGroupSize,
        @Schema(
                        description = "Lowest score that is favourable",
                        defaultValue = "8",
                        minimum = "0",
                        maximum = "10")
                @Nullable Integer favourableFrom,
        @Schema(
                        description = "Ratios only: the parts count successes and trials",
                        defaultValue = "false")
                @Nullable Boolean trials,
        @Schema(description = "Names of labels that a measurement may carry", maxItems = 5)
                @Nullable List<String> dimensions,
        @Schema(description = "Who answers for it", maxLength = 200) @Nullable String owner,
        @Schema(description = "Where the numbers come from", maxLength = 200)
                @Nullable String source,
        @Schema(description = "Key of the KPI that this one goes on from")
                @Nullable String replaces,
        @Schema(
                        description = "Active when absent",
                        enumeration = {"active", "retired"})
                @Nullable String status,
        @Schema(description = "Why; kept in the history", maxLength = 2000, writeOnly = true)
                @Nullable String reason) {
    /** As it is answered. */
    @Schema(
            name = "DefinedKpi",
            allOf = {Keyed.class, KpiForm.class, VersionInfo.class})
    interface Defined {}

    /** A page of them. */
    @Schema(name = "KpiPage")
    record Page(List<Defined> items, @Nullable String next) {}
}
