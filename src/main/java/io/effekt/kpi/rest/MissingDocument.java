package io.effekt.kpi.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The shape of the list of who has not reported, for the API's description. */
@Schema(name = "MissingList")
record MissingDocument(List<Item> items, @Nullable String next) {
    /** A KPI that a team has not reported. */
    @Schema(name = "MissingReport")
    record Item(
            String kpi,
            @Schema(description = "In the language of Accept-Language") String kpiName,
            @Schema(examples = "team:platform") String scope,
            String scopeName,
            @Nullable String valueStream,
            @Schema(examples = "2026-03") String period,
            @Schema(format = "date", description = "The last day on which it is in time")
                    String due,
            boolean overdue,
            @Schema(description = "Whether this team has ever reported the KPI")
                    boolean reportedBefore,
            @Schema(description = "Null when there is none, and for KPIs that protect small groups")
                    @Nullable LastReport lastReport) {}

    /** Who measured last, and when. */
    @Schema(name = "LastReport")
    record LastReport(
            String source,
            @Schema(format = "date-time") String observedAt,
            @Schema(format = "date-time") String recordedAt) {}
}
