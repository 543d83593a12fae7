package io.effekt.sample;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.effekt.kernel.PeriodUnit;
import io.effekt.kpi.application.Catalogue;
import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.BaselineRules;
import io.effekt.kpi.domain.definition.Direction;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiRules;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.definition.Shape;
import io.effekt.kpi.domain.definition.TargetRules;
import io.effekt.kpi.domain.measurement.MeasurementRules;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the service would say to the sample, without asking it. */
class SampleRulesTest {
    private static final SampleOrganisation SAMPLE =
            SampleOrganisation.endingOn(LocalDate.of(2026, 11, 21));
    private static final Map<String, Kpi> KPIS =
            new Catalogue()
                    .document()
                    .path("kpis")
                    .valueStream()
                    .map(SampleRulesTest::kpi)
                    .collect(toMap(Kpi::key, kpi -> kpi));

    @Test
    void theCatalogueMayBeDefined() {
        assertEquals(11, KPIS.size());
        KPIS.values().forEach(kpi -> assertEquals(List.of(), KpiRules.check(kpi), kpi.key()));
    }

    @Test
    void targetsAndBaselinesMayBeSet() {
        SAMPLE.targets()
                .forEach((at, targets) ->
                        assertEquals(
                                List.of(),
                                TargetRules.check(kpi(at.kpi()), targets),
                                at.toString()));
        SAMPLE.baselines()
                .forEach((at, baseline) ->
                        assertEquals(
                                List.of(),
                                BaselineRules.check(kpi(at.kpi()), baseline),
                                at.toString()));
    }

    @Test
    void everyMeasurementIsCounted() {
        Instant loaded = SAMPLE.end().plusDays(1).atStartOfDay(SampleZone.ZONE).toInstant();
        SAMPLE.measurements().forEach(m -> assertCounted(m, loaded));
        assertCounted(SAMPLE.loaded(), loaded);
    }

    private static void assertCounted(SampleMeasurement m, Instant loaded) {
        assertNull(
                MeasurementRules.check(
                        kpi(m.kpi()), m.content(), m.timing(), m.dimensions(), loaded),
                m.id());
    }

    private static Kpi kpi(String key) {
        return Objects.requireNonNull(KPIS.get(key), key);
    }

    private static Kpi kpi(JsonNode json) {
        Shape shape = Shape.valueOf(word(json, "shape"));
        return new Kpi(
                json.path("key").asText(),
                1,
                Map.of("en", json.path("name").path("en").asText()),
                Map.of(),
                json.path("unit").asText(),
                shape,
                Aggregation.valueOf(word(json, "aggregation")),
                RollUp.valueOf(word(json, "rollUp")),
                Direction.valueOf(word(json, "direction")),
                PeriodUnit.valueOf(word(json, "period")),
                KpiRules.DEFAULT_TIME_ZONE,
                KpiRules.DEFAULT_GRACE_DAYS,
                KpiRules.defaultMinGroupSize(shape),
                KpiRules.DEFAULT_FAVOURABLE_FROM,
                json.path("trials").asBoolean(),
                json.path("dimensions").valueStream().map(JsonNode::asText).toList(),
                null,
                null,
                null,
                false);
    }

    private static String word(JsonNode json, String field) {
        return json.path(field).asText().toUpperCase(Locale.ROOT);
    }
}
