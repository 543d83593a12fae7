package io.effekt.kpi.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The shape of a list of statuses, for the API's description; it is written by StatusJson. */
@Schema(name = "StatusList")
public record StatusDocument(List<Row> items, @Nullable String next) {
    /** One status. Every field is always there; what does not exist is null. */
    @Schema(name = "KpiStatus")
    public record Row(
            String kpi,
            int kpiVersion,
            @Schema(examples = "team:platform") String scope,
            @Nullable String dimension,
            @Nullable String valueStream,
            @Schema(examples = "2026-01") @Nullable String period,
            boolean complete,
            @Nullable BigDecimal value,
            String unit,
            @Nullable Target target,
            @Nullable String targetFrom,
            @Schema(
                            enumeration = {
                                "on_track",
                                "at_risk",
                                "off_track",
                                "none",
                                "pending",
                                "stale",
                                "no_data",
                                "no_target",
                                "no_baseline",
                                "suppressed"
                            })
                    String status,
            @Schema(
                            description =
                                    "On a stale row the verdict that its value had; otherwise null",
                            nullable = true)
                    @Nullable String lastStatus,
            @Nullable Boolean confident,
            @Nullable List<BigDecimal> interval,
            @Nullable Long n,
            @Nullable Long answers,
            @Nullable Covered coverage,
            @Nullable BigDecimal changeFromPrevious,
            @Nullable BigDecimal changeFromBaseline,
            @Nullable String rolledUp,
            @Nullable Long minGroupSize,
            @Nullable Overridden override,
            @Schema(format = "date-time") String evaluatedAt,
            @Schema(description = "Opaque: the position of the log it is true for")
                    String position) {}

    /** A target in the KPI's unit: value, or lower and upper for 'between'. */
    @Schema(name = "ResolvedTarget")
    public record Target(
            @Schema(enumeration = {"gte", "gt", "lte", "lt", "between"}) String comparator,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable BigDecimal value,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable BigDecimal lower,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable BigDecimal upper,
            @Schema(description = "A number, or an object with lower and upper for 'between'")
                    @Nullable Object warning) {}

    /** Teams that a rolled-up row rests on. */
    @Schema(name = "Coverage")
    public record Covered(int teams, int withData, int reportedBefore) {}

    /** What a person says beside the computed status. */
    @Schema(name = "StatusOverride")
    public record Overridden(
            @Schema(enumeration = {"on_track", "at_risk", "off_track"}) String status,
            @Schema(description = "Null where it was erased") @Nullable String reason,
            String author,
            @Schema(format = "date-time") String setAt,
            @Schema(format = "date-time") String expires) {}
}
