package io.effekt.kpi.domain;

import io.effekt.kernel.PeriodUnit;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** KPIs for tests: sensible in all that a test does not name. */
final class KpiDraft {
    private int version = 1;
    private Map<String, String> name = Map.of("en", "A KPI");
    private Map<String, String> description = Map.of();
    private String unit = "count";
    private Shape shape;
    private Aggregation aggregation;
    private RollUp rollUp;
    private Direction direction = Direction.UP;
    private PeriodUnit period = PeriodUnit.MONTH;
    private ZoneId timeZone = KpiRules.DEFAULT_TIME_ZONE;
    private int graceDays = KpiRules.DEFAULT_GRACE_DAYS;
    private @Nullable Integer minGroupSize;
    private int favourableFrom = KpiRules.DEFAULT_FAVOURABLE_FROM;
    private boolean trials;
    private List<String> dimensions = List.of();
    private @Nullable String owner;
    private @Nullable String replaces;
    private boolean retired;

    private KpiDraft(Shape shape, Aggregation aggregation, RollUp rollUp) {
        this.shape = shape;
        this.aggregation = aggregation;
        this.rollUp = rollUp;
        this.minGroupSize = KpiRules.defaultMinGroupSize(shape);
    }

    static KpiDraft number(Aggregation aggregation, RollUp rollUp) {
        return new KpiDraft(Shape.NUMBER, aggregation, rollUp);
    }

    static KpiDraft ratio() {
        return new KpiDraft(Shape.RATIO, Aggregation.POOLED, RollUp.POOLED).unit("%");
    }

    static KpiDraft scores(Aggregation aggregation) {
        return new KpiDraft(Shape.SCORES, aggregation, RollUp.POOLED).unit("points");
    }

    KpiDraft version(int number) {
        version = number;
        return this;
    }

    KpiDraft name(Map<String, String> texts) {
        name = texts;
        return this;
    }

    KpiDraft description(Map<String, String> texts) {
        description = texts;
        return this;
    }

    KpiDraft unit(String text) {
        unit = text;
        return this;
    }

    KpiDraft shape(Shape other) {
        shape = other;
        return this;
    }

    KpiDraft aggregation(Aggregation other) {
        aggregation = other;
        return this;
    }

    KpiDraft rollUp(RollUp other) {
        rollUp = other;
        return this;
    }

    KpiDraft direction(Direction other) {
        direction = other;
        return this;
    }

    KpiDraft period(PeriodUnit unit) {
        period = unit;
        return this;
    }

    KpiDraft timeZone(String zone) {
        timeZone = ZoneId.of(zone);
        return this;
    }

    KpiDraft graceDays(int days) {
        graceDays = days;
        return this;
    }

    KpiDraft minGroupSize(@Nullable Integer size) {
        minGroupSize = size;
        return this;
    }

    KpiDraft favourableFrom(int score) {
        favourableFrom = score;
        return this;
    }

    KpiDraft trials() {
        trials = true;
        return this;
    }

    KpiDraft dimensions(String... names) {
        dimensions = List.of(names);
        return this;
    }

    KpiDraft owner(String text) {
        owner = text;
        return this;
    }

    KpiDraft replaces(String key) {
        replaces = key;
        return this;
    }

    KpiDraft retired() {
        retired = true;
        return this;
    }

    Kpi kpi() {
        return kpi("k");
    }

    Kpi kpi(String key) {
        return new Kpi(
                key,
                version,
                name,
                description,
                unit,
                shape,
                aggregation,
                rollUp,
                direction,
                period,
                timeZone,
                graceDays,
                minGroupSize,
                favourableFrom,
                trials,
                dimensions,
                owner,
                null,
                replaces,
                retired);
    }
}
