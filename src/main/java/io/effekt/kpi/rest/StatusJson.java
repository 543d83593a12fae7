package io.effekt.kpi.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.http.ETags;
import io.effekt.json.Json;
import io.effekt.kpi.application.read.StatusRow;
import io.effekt.kpi.domain.definition.Boundary;
import io.effekt.kpi.domain.definition.StatusOverride;
import io.effekt.kpi.domain.evaluation.Coverage;
import io.effekt.kpi.domain.evaluation.KpiStatus;
import io.effekt.kpi.domain.evaluation.ResolvedTarget;
import io.effekt.kpi.projection.StoredStatus;
import io.effekt.statistics.Interval;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes statuses as JSON. Every field is always there; what does not exist is null. Decimals are
 * written plain, never as powers of ten.
 */
final class StatusJson {
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

    private StatusJson() {}

    /**
     * A page with its tag. The tag is over what is said, and not over when it was found to be so: a
     * row without data is worked out for each question again, and says the same.
     */
    static Response answer(HttpHeaders headers, List<StatusRow> rows, @Nullable String next) {
        return ETags.answer(
                headers, ETags.weak(page(rows, next, false)), page(rows, next, true), next);
    }

    /** One row as a tree, for answers that say more of it. */
    static ObjectNode tree(StatusRow row, boolean dated) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            row(json, row, dated);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Json.stored(bytes.toString(StandardCharsets.UTF_8));
    }

    /** A list: {@code {"items": […], "next": "<url or null>"}}. */
    private static byte[] page(List<StatusRow> rows, @Nullable String next, boolean dated) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512 * (rows.size() + 1));
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            for (StatusRow row : rows) {
                row(json, row, dated);
            }
            json.writeEndArray();
            text(json, "next", next);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void row(JsonGenerator json, StatusRow shown, boolean dated) throws IOException {
        StoredStatus row = shown.stored();
        KpiStatus status = row.status();
        json.writeStartObject();
        json.writeStringField("kpi", status.kpi());
        json.writeNumberField("kpiVersion", status.kpiVersion());
        json.writeStringField("scope", status.scope().toString());
        text(json, "dimension", status.dimension());
        text(json, "valueStream", row.valueStream());
        text(json, "period", status.period() == null ? null : status.period().toString());
        json.writeBooleanField("complete", status.complete());
        number(json, "value", status.value());
        json.writeStringField("unit", status.unit());
        target(json, status.target());
        text(
                json,
                "targetFrom",
                status.targetFrom() == null ? null : status.targetFrom().toString());
        json.writeStringField("status", status.status().word());
        text(json, "lastStatus", status.lastStatus() == null ? null : status.lastStatus().word());
        if (status.confident() == null) {
            json.writeNullField("confident");
        } else {
            json.writeBooleanField("confident", status.confident());
        }
        interval(json, status.interval());
        count(json, "n", status.n());
        count(json, "answers", status.answers());
        coverage(json, status.coverage());
        number(json, "changeFromPrevious", status.changeFromPrevious());
        number(json, "changeFromBaseline", status.changeFromBaseline());
        text(json, "rolledUp", status.rolledUp());
        count(
                json,
                "minGroupSize",
                status.minGroupSize() == null ? null : (long) status.minGroupSize());
        override(json, shown.override());
        if (dated) {
            json.writeStringField("evaluatedAt", row.evaluatedAt().toString());
            json.writeStringField("position", row.position());
        }
        json.writeEndObject();
    }

    private static void override(JsonGenerator json, @Nullable StatusOverride override)
            throws IOException {
        if (override == null) {
            json.writeNullField("override");
            return;
        }
        json.writeObjectFieldStart("override");
        json.writeStringField("status", override.status().word());
        text(json, "reason", override.recording().reason());
        json.writeStringField("author", override.recording().author());
        json.writeStringField("setAt", override.recording().at().toString());
        json.writeStringField("expires", override.expires().toString());
        json.writeEndObject();
    }

    private static void target(JsonGenerator json, @Nullable ResolvedTarget target)
            throws IOException {
        if (target == null) {
            json.writeNullField("target");
            return;
        }
        json.writeObjectFieldStart("target");
        json.writeStringField("comparator", target.comparator().word());
        boundary(json, target.goal());
        Boundary warning = target.warning();
        if (warning == null) {
            json.writeNullField("warning");
        } else if (warning.value() != null) {
            json.writeNumberField("warning", warning.value());
        } else {
            json.writeObjectFieldStart("warning");
            boundary(json, warning);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void boundary(JsonGenerator json, Boundary boundary) throws IOException {
        if (boundary.value() != null) {
            json.writeNumberField("value", boundary.value());
        } else {
            number(json, "lower", boundary.lower());
            number(json, "upper", boundary.upper());
        }
    }

    private static void interval(JsonGenerator json, @Nullable Interval interval)
            throws IOException {
        if (interval == null) {
            json.writeNullField("interval");
            return;
        }
        json.writeArrayFieldStart("interval");
        json.writeNumber(interval.lower());
        json.writeNumber(interval.upper());
        json.writeEndArray();
    }

    private static void coverage(JsonGenerator json, @Nullable Coverage coverage)
            throws IOException {
        if (coverage == null) {
            json.writeNullField("coverage");
            return;
        }
        json.writeObjectFieldStart("coverage");
        json.writeNumberField("teams", coverage.teams());
        json.writeNumberField("withData", coverage.withData());
        json.writeNumberField("reportedBefore", coverage.reportedBefore());
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, @Nullable String value)
            throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, value);
        }
    }

    private static void number(JsonGenerator json, String name, @Nullable BigDecimal value)
            throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }

    private static void count(JsonGenerator json, String name, @Nullable Long value)
            throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }
}
