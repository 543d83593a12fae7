package io.effekt.sample;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.json.Json;
import io.effekt.kernel.DateSpan;
import io.effekt.kernel.Period;
import io.effekt.kpi.domain.definition.Baseline;
import io.effekt.kpi.domain.definition.Boundary;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.kpi.domain.definition.Target;
import io.effekt.kpi.domain.measurement.Content;
import io.effekt.kpi.domain.measurement.Timing;
import io.effekt.organization.Membership;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** The sample as a client of the API would write it. */
final class SampleJson {
    private SampleJson() {}

    /** The organisation, its targets and its baselines as one document of definitions. */
    static ObjectNode definitions(SampleOrganisation sample) {
        ObjectNode document = Json.object().put("reason", "the sample organisation");
        ArrayNode streams = document.putArray("valueStreams");
        sample.valueStreams()
                .forEach((key, name) -> streams.addObject().put("key", key).put("name", name));
        ArrayNode teams = document.putArray("teams");
        sample.teams().forEach(team -> team(teams.addObject(), team));
        ArrayNode targets = document.putArray("targets");
        sample.targets().forEach((at, list) -> targets(placed(targets, at), list));
        ArrayNode baselines = document.putArray("baselines");
        sample.baselines().forEach((at, baseline) -> baseline(placed(baselines, at), baseline));
        return document;
    }

    private static ObjectNode placed(ArrayNode list, KpiScope at) {
        return list.addObject().put("kpi", at.kpi()).put("scope", at.scope().toString());
    }

    private static void team(ObjectNode json, SampleTeam team) {
        json.put("key", team.key()).put("name", team.name());
        ArrayNode memberships = json.putArray("memberships");
        for (Membership membership : team.memberships()) {
            span(
                    memberships.addObject().put("valueStream", membership.valueStream()),
                    membership.span());
        }
    }

    private static void targets(ObjectNode json, List<Target> targets) {
        ArrayNode list = json.putArray("targets");
        for (Target target : targets) {
            ObjectNode each = span(list.addObject(), target.span());
            each.put("comparator", target.comparator().word());
            each.put("value", target.goal().value());
            Boundary warning = target.warning();
            each.put("warning", warning == null ? null : warning.value());
            each.put("basis", target.basis().word());
        }
    }

    private static void baseline(ObjectNode json, Baseline baseline) {
        switch (baseline) {
            case Baseline.Fixed(BigDecimal value) -> json.put("value", value);
            case Baseline.Span span -> span(json, span.span()).put("locked", span.locked());
        }
    }

    private static ObjectNode span(ObjectNode json, DateSpan span) {
        LocalDate to = span.to();
        return json.put("from", span.from().toString())
                .put("to", to == null ? null : to.toString());
    }

    /** The body of one POST. */
    static ArrayNode batch(List<SampleMeasurement> measurements) {
        ArrayNode batch = Json.array();
        measurements.forEach(measurement -> batch.add(measurement(measurement)));
        return batch;
    }

    /** The body of a POST of corrections and retractions. */
    static ArrayNode changes(List<SecondThoughts.Change> changes) {
        ArrayNode batch = Json.array();
        for (SecondThoughts.Change change : changes) {
            Content content = change.content();
            SampleMeasurement of = change.of();
            batch.add(
                    content == null
                            ? named(change.id(), of)
                                    .put("retracts", of.id())
                                    .put("reason", change.reason())
                            : measurement(change.id(), of, content)
                                    .put("corrects", of.id())
                                    .put("reason", change.reason()));
        }
        return batch;
    }

    private static ObjectNode measurement(SampleMeasurement measurement) {
        return measurement(measurement.id(), measurement, measurement.content());
    }

    private static ObjectNode named(String id, SampleMeasurement measurement) {
        return Json.object()
                .put("id", id)
                .put("source", SampleOrganisation.SOURCE)
                .put("kpi", measurement.kpi())
                .put("scope", measurement.scope().toString());
    }

    private static ObjectNode measurement(
            String id, SampleMeasurement measurement, Content measured) {
        ObjectNode json = named(id, measurement);
        switch (measurement.timing()) {
            case Timing.Moment(Instant at) -> json.put("observedAt", at.toString());
            case Timing.Whole(Period period) -> json.put("period", period.toString());
        }
        switch (measured) {
            case Content.Number number -> json.put("value", number.value());
            case Content.Ratio ratio ->
                    json.put("numerator", ratio.numerator())
                            .put("denominator", ratio.denominator());
            case Content.Scores scores -> scores(json.putObject("scores"), scores.counts());
        }
        if (!measurement.dimensions().isEmpty()) {
            ObjectNode labels = json.putObject("dimensions");
            measurement.dimensions().forEach(labels::put);
        }
        return json;
    }

    private static void scores(ObjectNode json, List<Long> counts) {
        for (int score = 0; score < counts.size(); score++) {
            if (counts.get(score) > 0) {
                json.put(Integer.toString(score), counts.get(score));
            }
        }
    }
}
