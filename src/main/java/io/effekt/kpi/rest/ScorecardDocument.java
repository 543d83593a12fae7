package io.effekt.kpi.rest;

import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The shape of a scorecard, for the API's description. */
@Schema(name = "Scorecard")
record ScorecardDocument(List<Column> columns, List<Row> rows) {
    /** A scope. */
    @Schema(name = "ScorecardColumn")
    record Column(
            @Schema(examples = "stream:onboarding") String scope,
            @Schema(examples = "Onboarding") String name) {}

    /** A KPI. */
    @Schema(name = "ScorecardRow")
    record Row(
            String kpi,
            @Schema(description = "In the language of Accept-Language") String name,
            String unit,
            @Schema(enumeration = {"up", "down", "band", "neutral"}) String direction,
            @Schema(description = "One for each column; null where nothing was ever said")
                    List<@Nullable Cell> cells) {}

    /** What is said of a KPI at a scope. */
    @Schema(name = "ScorecardCell")
    record Cell(
            @Nullable BigDecimal value,
            StatusDocument.@Nullable Target target,
            String status,
            @Nullable String lastStatus,
            @Nullable Boolean confident,
            @Nullable String period,
            boolean complete,
            StatusDocument.@Nullable Overridden override,
            @Schema(description = "Since the period before") @Nullable BigDecimal change) {}
}
