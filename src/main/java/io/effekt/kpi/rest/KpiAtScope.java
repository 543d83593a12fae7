package io.effekt.kpi.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The place of targets and baselines, as in their path. */
@Schema(description = "The KPI and the scope, as in the path")
record KpiAtScope(
        @Schema(examples = "digital-adoption") String kpi,
        @Schema(description = "team:<key>, stream:<key> or org", examples = "org") String scope,
        @Schema(
                        enumeration = {"active", "retired"},
                        readOnly = true)
                String status) {}
