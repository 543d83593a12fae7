package io.effekt.ingest.door;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.kernel.Period;
import io.effekt.kernel.PeriodUnit;
import io.effekt.kernel.Scope;
import java.time.LocalDate;

/** What a steward releases: all that came late for one period of a KPI at a scope. */
public record ReleaseForm(String kpi, Scope scope, Period period) {
    /** The command on the decisions topic; a name is for ever. */
    public static final String COMMAND = "measurements.release-held";

    public static Form.Read<ReleaseForm> read(Form form) {
        String kpi = form.requiredKey("kpi");
        Scope scope = scope(form);
        Period period = period(form);
        return form.finish(() -> new ReleaseForm(kpi, scope, period));
    }

    public ObjectNode json() {
        return Json.object()
                .put("kpi", kpi)
                .put("scope", scope.toString())
                .put("period", period.toString());
    }

    private static Scope scope(Form form) {
        String text = form.requiredText("scope");
        try {
            return Scope.parse(text);
        } catch (IllegalArgumentException e) {
            if (!text.isEmpty()) {
                form.refuse(
                        "invalid-scope", "scope", "Write 'team:<key>', 'stream:<key>' or 'org'.");
            }
            return Scope.ORG;
        }
    }

    private static Period period(Form form) {
        String text = form.requiredText("period");
        try {
            return Period.parse(text);
        } catch (IllegalArgumentException e) {
            if (!text.isEmpty()) {
                form.refuse(
                        "invalid-period",
                        "period",
                        "Write the period as the KPI cuts it: 2026-03-31, 2026-W14, 2026-03,"
                                + " 2026-Q1, 2026-H1 or 2026.");
            }
            return Period.of(PeriodUnit.DAY, LocalDate.EPOCH);
        }
    }
}
