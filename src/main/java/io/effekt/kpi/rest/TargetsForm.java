package io.effekt.kpi.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.effekt.resource.schema.VersionInfo;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of the targets of a KPI at a scope, for the description of the API. */
@Schema(name = "Targets", description = "All targets of a KPI at a scope; spans never overlap")
record TargetsForm(
        @Schema(required = true, maxItems = 200) List<TargetForm> targets,
        @Schema(description = "Why; kept in the history", maxLength = 2000, writeOnly = true)
                @Nullable String reason) {
    /** One target. */
    @Schema(
            name = "Target",
            description =
                    "'value' for one-sided comparators, 'lower' and 'upper' for between. The comparator"
                            + " has to agree with the KPI's direction.")
    record TargetForm(
            @Schema(required = true, description = "First day") LocalDate from,
            @Schema(description = "First day after; open when null", nullable = true)
                    @Nullable LocalDate to,
            @Schema(
                            required = true,
                            enumeration = {"gte", "gt", "lte", "lt", "between"})
                    String comparator,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable BigDecimal value,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable BigDecimal lower,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable BigDecimal upper,
            @Schema(
                            description =
                                    "Boundary between at risk and off track, on the weaker side of the"
                                            + " target: a number, or lower and upper for between",
                            oneOf = {BigDecimal.class, BandForm.class},
                            nullable = true)
                    @Nullable Object warning,
            @Schema(
                            description =
                                    "absolute; change: baseline + value; percent_change: baseline +"
                                            + " |baseline|·value/100",
                            defaultValue = "absolute",
                            enumeration = {"absolute", "change", "percent_change"})
                    @Nullable String basis) {}

    /** A wider band. */
    @Schema(name = "Band")
    record BandForm(BigDecimal lower, BigDecimal upper) {}

    /** As it is answered. */
    @Schema(
            name = "DefinedTargets",
            allOf = {KpiAtScope.class, TargetsForm.class, VersionInfo.class})
    interface Defined {}

    /** A page of them. */
    @Schema(name = "TargetsPage")
    record Page(List<Defined> items, @Nullable String next) {}
}
