package io.effekt.kpi.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of an override, for the description of the API. */
@Schema(name = "OverrideRequest", description = "What a person says a status is, and why")
record OverrideForm(
        @Schema(required = true, examples = "digital-adoption") String kpi,
        @Schema(required = true, examples = "team:platform") String scope,
        @Schema(
                        description = "The period that it is about; the headline's when absent",
                        examples = "2026-03")
                @Nullable String period,
        @Schema(
                        required = true,
                        enumeration = {"on_track", "at_risk", "off_track"})
                String status,
        @Schema(required = true, maxLength = 2000) String reason,
        @Schema(
                        required = true,
                        format = "date-time",
                        description = "When it lapses: at most one period of the KPI ahead")
                String expires) {

    /** As it is answered. */
    @Schema(name = "OverrideAnswer")
    record Shown(
            String kpi,
            String scope,
            @Nullable String period,
            StatusDocument.@Nullable Overridden override) {}
}
