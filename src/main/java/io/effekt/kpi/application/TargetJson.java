package io.effekt.kpi.application;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.kernel.DateSpan;
import io.effekt.kpi.domain.definition.Basis;
import io.effekt.kpi.domain.definition.Boundary;
import io.effekt.kpi.domain.definition.Comparator;
import io.effekt.kpi.domain.definition.Target;
import io.effekt.organization.OrganisationJson;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The targets of a KPI at a scope as JSON: in bodies, commands and stored events. */
final class TargetJson {
    private TargetJson() {}

    static ArrayNode write(List<Target> targets) {
        ArrayNode json = Json.array();
        targets.forEach(target -> json.add(write(target)));
        return json;
    }

    private static ObjectNode write(Target target) {
        ObjectNode json = OrganisationJson.write(target.span());
        json.put("comparator", target.comparator().word());
        json.setAll(write(target.goal()));
        Boundary warning = target.warning();
        if (warning == null) {
            json.putNull("warning");
        } else if (warning.value() != null) {
            json.put("warning", warning.value());
        } else {
            json.set("warning", write(warning));
        }
        return json.put("basis", target.basis().word());
    }

    private static ObjectNode write(Boundary boundary) {
        ObjectNode json = Json.object();
        if (boundary.value() != null) {
            json.put("value", boundary.value());
        }
        if (boundary.lower() != null) {
            json.put("lower", boundary.lower());
        }
        if (boundary.upper() != null) {
            json.put("upper", boundary.upper());
        }
        return json;
    }

    /** The targets in the order they were sent. */
    static List<Target> read(Form form) {
        if (!form.has("targets")) {
            form.refuse("required", "targets", "Give the list of targets; [] for none.");
        }
        return form.objects("targets", TargetJson::target);
    }

    private static @Nullable Target target(Form form) {
        DateSpan span = OrganisationJson.span(form);
        Comparator comparator = form.requiredWord("comparator", Comparator.class, Comparator::word);
        Boundary goal = boundary(form);
        Boundary warning = warning(form);
        Basis basis = form.word("basis", Basis.class, Basis::word);
        return span == null
                ? null
                : new Target(
                        span, comparator, basis == null ? Basis.ABSOLUTE : basis, goal, warning);
    }

    private static Boundary boundary(Form form) {
        return new Boundary(form.decimal("value"), form.decimal("lower"), form.decimal("upper"));
    }

    private static @Nullable Boundary warning(Form form) {
        Form inner = form.object("warning");
        if (inner != null) {
            Boundary warning = new Boundary(null, inner.decimal("lower"), inner.decimal("upper"));
            inner.unknown();
            return warning;
        }
        BigDecimal value = form.decimal("warning");
        return value == null ? null : Boundary.of(value);
    }
}
