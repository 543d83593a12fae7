package io.effekt.example.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is sent, for the description of the API. */
record PledgeForm(
        @Schema(description = "What is promised", maxLength = 200) String title,
        @Schema(description = "Key of the KPI; stays as it is") String kpi,
        @Schema(description = "Key of the team; stays as it is") String team,
        @Schema(description = "active, or retired for one that was withdrawn") String status) {}
