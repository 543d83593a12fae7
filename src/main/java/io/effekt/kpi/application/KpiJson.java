package io.effekt.kpi.application;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.kernel.PeriodUnit;
import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.Direction;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.KpiRules;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.definition.Shape;
import io.effekt.organization.OrganisationJson;
import io.effekt.resource.Lifecycle;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeSet;

/** A KPI's definition as JSON, without its key: in bodies, commands and stored events. */
final class KpiJson {
    private KpiJson() {}

    static ObjectNode write(Kpi kpi) {
        ObjectNode json = Json.object();
        writeTexts(json.putObject("name"), kpi.name());
        writeTexts(json.putObject("description"), kpi.description());
        json.put("unit", kpi.unit())
                .put("shape", kpi.shape().word())
                .put("aggregation", kpi.aggregation().word())
                .put("rollUp", kpi.rollUp().word())
                .put("direction", kpi.direction().word())
                .put("period", kpi.period().word())
                .put("timeZone", kpi.timeZone().getId())
                .put("graceDays", kpi.graceDays())
                .put("minGroupSize", kpi.minGroupSize())
                .put("favourableFrom", kpi.favourableFrom())
                .put("trials", kpi.trials());
        ArrayNode dimensions = json.putArray("dimensions");
        kpi.dimensions().forEach(dimensions::add);
        return json.put("owner", kpi.owner())
                .put("source", kpi.source())
                .put("replaces", kpi.replaces())
                .put("status", Lifecycle.of(kpi.retired()).word());
    }

    /** In the order of languages that people here read them in, so that the text is one. */
    private static void writeTexts(ObjectNode json, Map<String, String> texts) {
        for (String language : KpiRules.LANGUAGES) {
            String text = texts.get(language);
            if (text != null) {
                json.put(language, text);
            }
        }
        for (String other : new TreeSet<>(texts.keySet())) {
            if (!KpiRules.LANGUAGES.contains(other)) {
                json.put(other, texts.get(other));
            }
        }
    }

    /** A KPI with what is absent filled in. Version 0: the log counts. */
    static Kpi read(String key, Form form) {
        Map<String, String> name = form.texts("name");
        if (!form.has("name")) {
            form.refuse("required", "name", "Give this field: it is required.");
        }
        Shape shape = form.requiredWord("shape", Shape.class, Shape::word);
        Integer graceDays = form.integer("graceDays");
        Integer minGroupSize = form.integer("minGroupSize");
        Integer favourableFrom = form.integer("favourableFrom");
        return new Kpi(
                key,
                0,
                name,
                form.proses("description"),
                form.requiredText("unit"),
                shape,
                form.requiredWord("aggregation", Aggregation.class, Aggregation::word),
                form.requiredWord("rollUp", RollUp.class, RollUp::word),
                form.requiredWord("direction", Direction.class, Direction::word),
                form.requiredWord("period", PeriodUnit.class, PeriodUnit::word),
                zone(form),
                graceDays == null ? KpiRules.DEFAULT_GRACE_DAYS : graceDays,
                minGroupSize == null ? KpiRules.defaultMinGroupSize(shape) : minGroupSize,
                favourableFrom == null ? KpiRules.DEFAULT_FAVOURABLE_FROM : favourableFrom,
                form.bool("trials", false),
                form.textList("dimensions"),
                form.text("owner"),
                form.text("source"),
                form.key("replaces"),
                OrganisationJson.retired(form));
    }

    private static ZoneId zone(Form form) {
        String id = form.text("timeZone");
        if (id == null) {
            return KpiRules.DEFAULT_TIME_ZONE;
        }
        if (!ZoneId.getAvailableZoneIds().contains(id)) {
            form.refuse("invalid-time-zone", "timeZone", "Name an IANA zone, like Europe/Oslo.");
            return KpiRules.DEFAULT_TIME_ZONE;
        }
        return ZoneId.of(id);
    }
}
