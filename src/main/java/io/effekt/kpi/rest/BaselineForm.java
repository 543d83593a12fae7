package io.effekt.kpi.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.effekt.resource.schema.VersionInfo;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a baseline, for the description of the API. */
@Schema(
        name = "Baseline",
        description =
                "Either a value, or a span of days over which the KPI's own aggregation is computed")
@JsonInclude(JsonInclude.Include.NON_NULL)
record BaselineForm(
        @JsonInclude(JsonInclude.Include.NON_ABSENT) @Nullable BigDecimal value,
        @Schema(description = "First day of the span") @Nullable LocalDate from,
        @Schema(description = "First day after the span") @Nullable LocalDate to,
        @Schema(
                        description =
                                "Freeze the value of the span with its inputs, today: later"
                                        + " corrections do not move it",
                        defaultValue = "false")
                @Nullable Boolean locked,
        @Schema(description = "What was frozen", readOnly = true)
                @JsonInclude(JsonInclude.Include.NON_ABSENT)
                @Nullable FrozenForm frozen,
        @Schema(description = "Why; kept in the history", maxLength = 2000, writeOnly = true)
                @Nullable String reason) {
    /** What a locked baseline keeps. */
    @Schema(name = "FrozenBaseline")
    record FrozenForm(
            @Schema(description = "Null when there was no data, or too little to be shown")
                    @Nullable BigDecimal value,
            @Schema(description = "How many went in") long measurements,
            @Schema(description = "Sums by name") Map<String, BigDecimal> sums,
            @Schema(description = "Place in the log it was read at") String position) {}

    /** As it is answered. */
    @Schema(
            name = "DefinedBaseline",
            allOf = {KpiAtScope.class, BaselineForm.class, VersionInfo.class})
    interface Defined {}

    /** A page of them. */
    @Schema(name = "BaselinePage")
    record Page(List<Defined> items, @Nullable String next) {}
}
