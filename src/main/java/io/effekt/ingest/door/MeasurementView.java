package io.effekt.ingest.door;

import io.effekt.eventstore.measurement.HeldMeasurement;
import io.effekt.eventstore.measurement.MeasurementEntry;
import io.effekt.eventstore.measurement.NewMeasurement.Kind;
import io.effekt.eventstore.measurement.RejectedMeasurement;
import io.effekt.ingest.append.Held;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Measurements as they are shown. Every field is always there; what does not exist is null. */
public final class MeasurementView {
    private MeasurementView() {}

    /** One entry of the log. */
    @Schema(name = "CountedMeasurement")
    record Counted(
            String source,
            String id,
            String receipt,
            String kpi,
            String scope,
            String observedAt,
            @Nullable String period,
            @Nullable BigDecimal value,
            @Nullable BigDecimal weight,
            @Nullable BigDecimal numerator,
            @Nullable BigDecimal denominator,
            @Nullable Map<String, Long> scores,
            Map<String, String> dimensions,
            @Nullable String comment,
            @Nullable String reason,
            @Nullable String corrects,
            @Nullable String retracts,
            @Nullable String supersededBy,
            String recordedAt,
            String actor,
            String importId) {}

    /** A measurement with its receipt and its chain of corrections, oldest first. */
    @Schema(name = "MeasurementWithChain")
    record WithChain(
            String receipt,
            @Nullable String code,
            @Nullable String detail,
            @Nullable Counted measurement,
            List<Counted> chain) {}

    /** A measurement that waits. */
    @Schema(name = "HeldMeasurement")
    record Held(
            String source,
            String id,
            String kpi,
            String scope,
            String cause,
            @Nullable String period,
            String receivedAt,
            String actor,
            String importId) {}

    /** A measurement that was not taken, with its bytes as text. */
    @Schema(name = "RejectedMeasurement")
    public record Rejected(
            String receivedAt,
            String code,
            String detail,
            @Nullable String source,
            @Nullable String id,
            @Nullable String kpi,
            @Nullable String scope,
            int index,
            String requestId,
            String importId,
            String body) {
        /** The same for somebody who may not see what people answered. */
        Rejected withoutBody() {
            return new Rejected(
                    receivedAt,
                    code,
                    detail,
                    source,
                    id,
                    kpi,
                    scope,
                    index,
                    requestId,
                    importId,
                    "");
        }
    }

    static Counted of(MeasurementEntry entry) {
        return new Counted(
                entry.source(),
                entry.id(),
                "counted",
                entry.series().kpi(),
                entry.series().scope(),
                entry.observedAt().toString(),
                entry.period(),
                entry.value(),
                entry.weight(),
                entry.numerator(),
                entry.denominator(),
                scores(entry.scores()),
                labels(entry.series().dimensions()),
                entry.comment(),
                entry.reason(),
                entry.kind() == Kind.CORRECTION ? entry.replaces() : null,
                entry.kind() == Kind.RETRACTION ? entry.replaces() : null,
                entry.supersededBy(),
                entry.recordedAt().toString(),
                entry.actor(),
                entry.importId().toString());
    }

    static Held of(HeldMeasurement held) {
        return new Held(
                held.source(),
                held.id(),
                held.kpi(),
                held.scope(),
                held.cause(),
                held.period(),
                held.receivedAt().toString(),
                held.actor(),
                held.importId().toString());
    }

    static Rejected of(RejectedMeasurement rejected) {
        return new Rejected(
                rejected.receivedAt().toString(),
                rejected.code(),
                rejected.detail(),
                rejected.source(),
                rejected.id(),
                rejected.kpi(),
                rejected.scope(),
                rejected.item(),
                rejected.request().toString(),
                rejected.importId().toString(),
                new String(rejected.body(), StandardCharsets.UTF_8));
    }

    private static @Nullable Map<String, Long> scores(@Nullable List<Long> counts) {
        if (counts == null) {
            return null;
        }
        Map<String, Long> scores = new java.util.LinkedHashMap<>();
        for (int score = 0; score < counts.size(); score++) {
            if (counts.get(score) != 0) {
                scores.put(Integer.toString(score), counts.get(score));
            }
        }
        return scores;
    }

    private static Map<String, String> labels(String dimensions) {
        Map<String, String> labels = new TreeMap<>();
        dimensions
                .lines()
                .forEach(line ->
                        labels.put(
                                line.substring(0, line.indexOf('=')),
                                line.substring(line.indexOf('=') + 1)));
        return labels;
    }
}
