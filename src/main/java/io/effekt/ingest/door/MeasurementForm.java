package io.effekt.ingest.door;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a measurement looks like to a sender, for the contract alone: it is read by {@link
 * MeasurementParser}, token by token.
 */
@Schema(
        name = "Measurement",
        description =
                "Holds 'value' (and 'weight'), or 'numerator' and 'denominator', or 'scores', as the"
                        + " KPI's shape asks, and either 'observedAt' or 'period'. Numbers have at"
                        + " most 30 digits, 12 of them after the point.",
        requiredProperties = {"id", "kpi", "scope"})
public record MeasurementForm(
        @Schema(
                        description =
                                "The sender's own id, unique per source; the key to idempotency",
                        minLength = 1,
                        maxLength = 100,
                        examples = "jan-17")
                String id,
        @Schema(
                        description = "URI-reference of the sender; default: the client's name",
                        maxLength = 200)
                String source,
        @Schema(pattern = "[a-z0-9][a-z0-9-]{0,62}", examples = "digital-adoption") String kpi,
        @Schema(description = "'team:<key>', 'stream:<key>' or 'org'", examples = "team:platform")
                String scope,
        @Schema(
                        description = "RFC 3339 with offset, in microseconds at most",
                        format = "date-time",
                        examples = "2026-01-17T15:00:00+01:00")
                String observedAt,
        @Schema(description = "The whole period that the number is for", examples = "2026-Q1")
                String period,
        BigDecimal value,
        @Schema(description = "Above 0; default 1") BigDecimal weight,
        BigDecimal numerator,
        @Schema(description = "Above 0") BigDecimal denominator,
        @Schema(
                        description = "From whole score 0 to 10 to the count of answers",
                        examples = "{\"8\": 3, \"9\": 12}")
                Map<String, Long> scores,
        @Schema(
                        description = "Labels, only those the KPI allows",
                        examples = "{\"zone\": \"north\"}")
                Map<String, String> dimensions,
        @Schema(maxLength = 2_000) String comment,
        @Schema(description = "Id of the measurement that this one takes the place of")
                String corrects,
        @Schema(description = "Id of the measurement that this one takes out") String retracts,
        @Schema(description = "Required with 'corrects' and 'retracts'", maxLength = 2_000)
                String reason) {

    /** Many at once. */
    @Schema(name = "Measurements", requiredProperties = "measurements")
    public record Many(List<MeasurementForm> measurements) {}
}
