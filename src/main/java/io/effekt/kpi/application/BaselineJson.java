package io.effekt.kpi.application;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.kernel.DateSpan;
import io.effekt.kpi.domain.definition.Baseline;
import io.effekt.kpi.domain.definition.DefinitionEvent.Inputs;
import io.effekt.organization.OrganisationJson;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The baseline of a KPI at a scope as JSON: in bodies, commands and stored events. */
final class BaselineJson {
    private BaselineJson() {}

    static ObjectNode write(Baseline baseline, @Nullable Inputs inputs) {
        return switch (baseline) {
            case Baseline.Fixed(BigDecimal value) -> Json.object().put("value", value);
            case Baseline.Span span -> write(span, inputs);
        };
    }

    private static ObjectNode write(Baseline.Span span, @Nullable Inputs inputs) {
        ObjectNode json = OrganisationJson.write(span.span()).put("locked", span.locked());
        if (!span.locked()) {
            return json.putNull("frozen");
        }
        ObjectNode frozen = json.putObject("frozen").put("value", span.frozen());
        if (inputs != null) {
            frozen.put("measurements", inputs.measurements());
            ObjectNode sums = frozen.putObject("sums");
            inputs.sums().forEach(sums::put);
            frozen.put("position", inputs.position());
        }
        return json;
    }

    /** What somebody asks for: what was frozen is shown, and cannot be set. */
    static Baseline read(Form form) {
        form.readOnly("frozen");
        BigDecimal value = form.decimal("value");
        boolean locked = form.bool("locked", false);
        boolean dated = form.has("from") || form.has("to");
        if (value != null) {
            if (dated || locked) {
                form.refuse(
                        "value-and-span",
                        "value",
                        "Give either a value, or a span of days: not both.");
            }
            return new Baseline.Fixed(value);
        }
        if (!dated) {
            form.refuse(
                    "required", "value", "Give a value, or a span of days with 'from' and 'to'.");
            return new Baseline.Fixed(BigDecimal.ZERO);
        }
        DateSpan span = OrganisationJson.span(form);
        return span == null
                ? new Baseline.Fixed(BigDecimal.ZERO)
                : new Baseline.Span(span, locked, null);
    }

    /** What was stored, with the value that was frozen: computed, so of any length. */
    static Baseline readStored(ObjectNode stored, Form form) {
        Baseline asked = read(form);
        JsonNode value = stored.path("frozen").path("value");
        return value.isNumber() && asked instanceof Baseline.Span(var span, var locked, var none)
                ? new Baseline.Span(span, locked, value.decimalValue())
                : asked;
    }

    /** What went into a stored value; null when nothing was frozen. */
    static @Nullable Inputs inputs(ObjectNode stored) {
        JsonNode frozen = stored.get("frozen");
        if (frozen == null || !frozen.has("position")) {
            return null;
        }
        TreeMap<String, BigDecimal> sums = new TreeMap<>();
        for (Map.Entry<String, JsonNode> sum : frozen.required("sums").properties()) {
            sums.put(sum.getKey(), sum.getValue().decimalValue());
        }
        return new Inputs(
                frozen.required("measurements").longValue(),
                sums,
                frozen.required("position").textValue());
    }
}
