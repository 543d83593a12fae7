package io.effekt.app.sample;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a start with the sample ends with: the scorecard, and where to go on. */
final class Welcome {
    private final SampleDoor door;
    private final SampleOrganisation sample;
    private final URI base;
    private final LocalDate today;

    Welcome(SampleDoor door, SampleOrganisation sample, URI base, LocalDate today) {
        this.door = door;
        this.sample = sample;
        this.base = base;
        this.today = today;
    }

    String text() throws InterruptedException {
        Map<String, String> scopes = new LinkedHashMap<>();
        scopes.put("org", "Organisation");
        sample.valueStreams().forEach((key, name) -> scopes.put("stream:" + key, name));
        List<JsonNode> rows = new ArrayList<>();
        for (String level : List.of("org", "stream")) {
            door.get("status?level=" + level + "&limit=1000").path("items").forEach(rows::add);
        }
        Scorecard scorecard = Scorecard.of(kpis(), scopes, rows);
        return "\nThe sample organisation on "
                + today
                + "\n\n"
                + ScorecardText.of(scorecard)
                + "\n"
                + addresses();
    }

    /** Keys and units, in the order of the catalogue. */
    private Map<String, String> kpis() throws InterruptedException {
        Map<String, String> kpis = new LinkedHashMap<>();
        for (JsonNode kpi : door.get("catalogue").path("kpis")) {
            String key = kpi.path("key").asText();
            kpis.put(key, key + ", " + kpi.path("unit").asText());
        }
        return kpis;
    }

    private String addresses() {
        return """
        Status          %1$s/api/v1/status?level=stream
        One team        %1$s/api/v1/status?scope=team:platform
        Definitions     %1$s/api/v1/kpis
        Description     %1$s/q/openapi
        Health          %1$s/q/health/ready
        Metrics         %1$s/q/metrics

        Post a measurement, and see the status change:

          curl -s -H 'Content-Type: application/json' -H 'Prefer: wait=5' %1$s/api/v1/measurements \\
            -d '{"id": "hello-1", "source": "me", "kpi": "digital-adoption", "scope": "team:platform", \
        "observedAt": "%2$sT08:00:00+01:00", "numerator": 50, "denominator": 55}'
          curl -s '%1$s/api/v1/status?kpi=digital-adoption&scope=team:platform'

        """
                .formatted(base, sample.end());
    }
}
