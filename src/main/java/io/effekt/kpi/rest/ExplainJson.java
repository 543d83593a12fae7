package io.effekt.kpi.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.json.Json;
import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Language;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.application.explain.Explained;
import io.effekt.kpi.application.explain.Sentences;
import io.effekt.kpi.application.query.ExplainQuery;
import io.effekt.kpi.domain.definition.Baseline;
import io.effekt.kpi.domain.definition.Boundary;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.definition.Target;
import io.effekt.kpi.domain.evaluation.Explanation;
import io.effekt.kpi.domain.evaluation.ResolvedTarget;
import io.effekt.kpi.domain.measurement.Figure;
import io.effekt.kpi.domain.measurement.Tally;
import io.effekt.resource.store.ResourceVersion;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Writes the explanation of a status: its row, and beside it what the row was made of. */
final class ExplainJson {
    private final Explained explained;
    private final ExplainQuery query;
    private final Explanation why;
    private final Kpi kpi;
    private final boolean bySteward;

    /**
     * @param bySteward whether a steward asks, who may read how many answered what
     */
    ExplainJson(Explained explained, ExplainQuery query, boolean bySteward) {
        this.explained = explained;
        this.query = query;
        this.bySteward = bySteward;
        why = explained.explanation();
        kpi = explained.kpi();
    }

    ObjectNode write(Language language, boolean dated) {
        ObjectNode json = StatusJson.tree(explained.shown(), dated);
        json.put("sentence", Sentences.say(kpi, explained.known().organisation(), why, language));
        json.set("definition", recorded(explained.kpiVersion()));
        json.set("targetDefinition", target());
        json.set("compared", compared());
        json.set("baseline", baseline());
        json.set("inputs", why.figure() == null ? null : inputs(why.figure()));
        json.put("measurements", why.figure() == null ? null : measurements());
        ArrayNode children = json.putArray("children");
        why.children().forEach(child -> children.add(child(child)));
        json.put("childCount", why.childCount());
        json.set("distance", distance());
        return json;
    }

    private static @Nullable ObjectNode recorded(@Nullable ResourceVersion version) {
        return version == null
                ? null
                : Json.object()
                        .put("version", version.version())
                        .put("since", version.recordedAt().toString())
                        .put("author", version.actor())
                        .put("reason", version.reason());
    }

    private @Nullable ObjectNode target() {
        if (why.target() == null) {
            return null;
        }
        Target target = why.target().target();
        ObjectNode json = Json.object().put("scope", why.target().from().toString());
        ObjectNode recorded = recorded(explained.targetVersion());
        if (recorded != null) {
            json.setAll(recorded);
        }
        json.put("from", target.span().from().toString())
                .put("to", text(target.span().to()))
                .put("basis", target.basis().word());
        boundaries(json, new ResolvedTarget(target.comparator(), target.goal(), target.warning()));
        return json;
    }

    private @Nullable ObjectNode compared() {
        Explanation.Compared compared = why.compared();
        if (compared == null) {
            return null;
        }
        ObjectNode json = Json.object();
        boundaries(json, compared.boundaries());
        return json.put("paced", compared.isPaced())
                .put("daysOver", compared.daysOver())
                .put("days", compared.days());
    }

    private static void boundaries(ObjectNode json, ResolvedTarget target) {
        json.put("comparator", target.comparator().word());
        numbers(json, target.goal());
        Boundary warning = target.warning();
        if (warning == null) {
            json.putNull("warning");
        } else if (warning.value() != null) {
            json.put("warning", warning.value());
        } else {
            numbers(json.putObject("warning"), warning);
        }
    }

    private static void numbers(ObjectNode json, Boundary boundary) {
        if (boundary.value() != null) {
            json.put("value", boundary.value());
        } else {
            json.put("lower", boundary.lower()).put("upper", boundary.upper());
        }
    }

    private @Nullable ObjectNode baseline() {
        Explanation.Basis basis = why.baseline();
        if (basis == null) {
            return null;
        }
        ObjectNode json =
                switch (basis.baseline()) {
                    case Baseline.Fixed fixed ->
                            Json.object()
                                    .put("kind", "fixed")
                                    .putNull("from")
                                    .putNull("to")
                                    .put("locked", false);
                    case Baseline.Span(DateSpan span, boolean locked, var frozen) ->
                            Json.object()
                                    .put("kind", "span")
                                    .put("from", span.from().toString())
                                    .put("to", text(span.to()))
                                    .put("locked", locked);
                };
        json.put("value", basis.value());
        ResourceVersion version = explained.baselineVersion();
        ObjectNode recorded = recorded(version);
        if (recorded != null) {
            json.setAll(recorded);
        }
        if (basis.figure() != null) {
            json.set("inputs", inputs(basis.figure()));
        } else if (version != null && basis.value() != null) {
            json.set("inputs", Json.stored(version.body()).get("frozen"));
        } else {
            json.putNull("inputs");
        }
        return json;
    }

    private ObjectNode inputs(Figure figure) {
        Tally tally = figure.tally();
        ObjectNode json = Json.object().put("n", tally.n());
        switch (kpi.shape()) {
            case NUMBER -> {
                json.put("sum", tally.sumValue())
                        .put("sumWeight", tally.sumWeight())
                        .put("sumWeighted", tally.sumWeighted())
                        .put("min", tally.min())
                        .put("max", tally.max());
                Tally.Last last = tally.last();
                if (last == null) {
                    json.putNull("last");
                } else {
                    json.putObject("last")
                            .put("value", last.value())
                            .put("weight", last.weight())
                            .put("observedAt", last.observed().at().toString());
                }
            }
            case RATIO ->
                    json.put("numerator", tally.numerator())
                            .put("denominator", tally.denominator())
                            .put("scale", kpi.scale());
            case SCORES -> {
                json.put("answers", tally.scoreAnswers());
                figure.sumsOfScores(kpi).forEach(json::put);
                json.set("counts", bySteward ? counts(tally) : null);
            }
        }
        return json;
    }

    private static ObjectNode counts(Tally tally) {
        ObjectNode counts = Json.object();
        for (int score = 0; score < tally.scores().size(); score++) {
            counts.put(String.valueOf(score), tally.scores().get(score));
        }
        return counts;
    }

    /** The address of the list of what counted; without roll-up only the scope's own counts. */
    private @Nullable String measurements() {
        return measurements(why.row().scope(), kpi.rollUp() != RollUp.NONE);
    }

    private @Nullable String measurements(Scope scope, boolean below) {
        Period period = why.row().period();
        if (period == null) {
            return null;
        }
        StringBuilder address = new StringBuilder("/api/v1/measurements?kpi=").append(kpi.key());
        add(address, "scope", scope);
        if (!below && scope.level() != Scope.Level.TEAM) {
            add(address, "below", false);
        }
        add(address, "dimension", query.place().dimension());
        add(address, "from", period.startInstant(kpi.timeZone()));
        add(address, "to", period.endInstant(kpi.timeZone()));
        add(address, "at", query.at());
        add(address, "asOf", query.asOf());
        if (query.at() == null && query.asOf() == null) {
            add(address, "standing", true);
        }
        return address.toString();
    }

    private static void add(StringBuilder address, String name, @Nullable Object value) {
        if (value != null) {
            address.append('&').append(name).append('=').append(encoded(value.toString()));
        }
    }

    private ObjectNode child(Explanation.Child child) {
        boolean isShown = child.value() != null;
        return Json.object()
                .put("scope", child.scope().toString())
                .put("status", child.row() == null ? null : child.row().status().word())
                .put("value", child.value())
                .put("direct", child.row() == null)
                .put("whole", child.whole())
                .put(
                        "measurements",
                        isShown ? measurements(child.scope(), child.row() != null) : null);
    }

    private @Nullable ObjectNode distance() {
        Explanation.Distance distance = why.distance();
        return distance == null
                ? null
                : Json.object()
                        .put("to", distance.to().word())
                        .put("boundary", distance.boundary())
                        .put("by", distance.by());
    }

    private static @Nullable String text(@Nullable LocalDate day) {
        return day == null ? null : day.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
