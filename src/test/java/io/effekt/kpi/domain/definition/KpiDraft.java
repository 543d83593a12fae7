package io.effekt.kpi.domain.definition;

import io.effekt.kernel.PeriodUnit;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** KPIs for tests: sensible in all that a test does not name. */
public final class KpiDraft {
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

    public static KpiDraft number(Aggregation aggregation, RollUp rollUp) {
        return new KpiDraft(Shape.NUMBER, aggregation, rollUp);
    }

    public static KpiDraft ratio() {
        return new KpiDraft(Shape.RATIO, Aggregation.POOLED, RollUp.POOLED).unit("%");
    }

    public static KpiDraft scores(Aggregation aggregation) {
        return new KpiDraft(Shape.SCORES, aggregation, RollUp.POOLED).unit("points");
    }

    KpiDraft version(int number) {
        version = number;
        return this;
    }

    public KpiDraft name(Map<String, String> texts) {
        name = texts;
        return this;
    }

    KpiDraft description(Map<String, String> texts) {
        description = texts;
        return this;
    }

    public KpiDraft unit(String text) {
        unit = text;
        return this;
    }

    public KpiDraft shape(Shape other) {
        shape = other;
        return this;
    }

    KpiDraft aggregation(Aggregation other) {
        aggregation = other;
        return this;
    }

    public KpiDraft rollUp(RollUp other) {
        rollUp = other;
        return this;
    }

    public KpiDraft direction(Direction other) {
        direction = other;
        return this;
    }

    public KpiDraft period(PeriodUnit unit) {
        period = unit;
        return this;
    }

    public KpiDraft timeZone(String zone) {
        timeZone = ZoneId.of(zone);
        return this;
    }

    public KpiDraft graceDays(int days) {
        graceDays = days;
        return this;
    }

    public KpiDraft minGroupSize(@Nullable Integer size) {
        minGroupSize = size;
        return this;
    }

    public KpiDraft favourableFrom(int score) {
        favourableFrom = score;
        return this;
    }

    public KpiDraft trials() {
        trials = true;
        return this;
    }

    public KpiDraft dimensions(String... names) {
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

    public KpiDraft retired() {
        retired = true;
        return this;
    }

    public Kpi kpi() {
        return kpi("k");
    }

    public Kpi kpi(String key) {
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
