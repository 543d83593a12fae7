package io.effekt.kpi.application;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.kernel.Period;
import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.DefinitionEvent.StatusOverridden;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.kpi.domain.definition.OverrideCommand.OverrideStatus;
import io.effekt.kpi.domain.definition.Status;
import io.effekt.kpi.domain.definition.StatusOverride;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Overrides as JSON: in bodies, commands, stored events and answers. */
public final class OverrideJson {
    private OverrideJson() {}

    static ObjectNode write(StatusOverridden event) {
        return fields(event.period(), event.status(), event.expires());
    }

    static ObjectNode write(OverrideStatus command) {
        return fields(command.period(), command.status(), command.expires());
    }

    private static ObjectNode fields(@Nullable Period period, Status status, Instant expires) {
        return Json.object()
                .put("period", period == null ? null : period.toString())
                .put("status", status.word())
                .put("expires", expires.toString());
    }

    static StatusOverridden overridden(KpiScope at, ObjectNode json) {
        JsonNode period = json.required("period");
        return new StatusOverridden(
                at,
                period.isNull() ? null : Period.parse(period.textValue()),
                Status.of(json.required("status").textValue()),
                Instant.parse(json.required("expires").textValue()),
                null);
    }

    /** What somebody asks for; what is wrong is refused in the form. */
    public static OverrideStatus read(Form form) {
        return new OverrideStatus(
                place(form),
                period(form),
                form.requiredWord("status", Status.class, Status::word),
                expires(form));
    }

    static KpiScope place(Form form) {
        String key = form.requiredKey("kpi");
        String scope = form.requiredText("scope");
        if (!scope.isEmpty()) {
            try {
                return new KpiScope(key, Scope.parse(scope));
            } catch (IllegalArgumentException e) {
                form.refuse(
                        "invalid-scope", "scope", "Write 'team:<key>', 'stream:<key>' or 'org'.");
            }
        }
        return new KpiScope(key, Scope.ORG);
    }

    private static @Nullable Period period(Form form) {
        String text = form.text("period");
        try {
            return text == null ? null : Period.parse(text);
        } catch (IllegalArgumentException e) {
            form.refuse("invalid-period", "period", "Write a period like 2026-03 or 2026-Q1.");
            return null;
        }
    }

    private static Instant expires(Form form) {
        Instant read = form.time("expires");
        if (read == null) {
            form.requiredText("expires");
            return Instant.EPOCH;
        }
        if (!read.equals(read.truncatedTo(ChronoUnit.MICROS))) {
            form.refuse(
                    "invalid-time",
                    "expires",
                    "Write a time with its zone, of microseconds at most: 2026-05-01T00:00:00Z.");
        }
        return read;
    }

    /** As rows of status carry it. */
    static ObjectNode shown(StatusOverride override) {
        return Json.object()
                .put("status", override.status().word())
                .put("reason", override.recording().reason())
                .put("author", override.recording().author())
                .put("setAt", override.recording().at().toString())
                .put("expires", override.expires().toString());
    }
}
