package io.effekt.sample;

import java.net.URI;
import java.time.LocalDate;

/** What a start with the sample ends with: the scorecard, and where to go on. */
final class Welcome {
    private final SampleDoor door;
    private final SampleOrganisation sample;
    private final URI base;
    private final LocalDate today;
    private final String key;

    Welcome(SampleDoor door, SampleOrganisation sample, URI base, LocalDate today, String key) {
        this.key = key;
        this.door = door;
        this.sample = sample;
        this.base = base;
        this.today = today;
    }

    String text() throws InterruptedException {
        return "\nThe sample organisation on "
                + today
                + "\n\n"
                + ScorecardText.of(Scorecard.of(door.get("scorecard")))
                + "\n"
                + addresses();
    }

    private String addresses() {
        return """
        Status          %1$s/api/v1/status?level=stream
        Scorecard       %1$s/api/v1/scorecard
        One team        %1$s/api/v1/status?scope=team:platform
        Why             %1$s/api/v1/status/explain?kpi=digital-adoption&scope=team:platform
        Definitions     %1$s/api/v1/kpis
        Description     %1$s/q/openapi
        Health          %1$s/q/health/ready
        Metrics         %1$s/q/metrics
        Your key        %3$s (a browser asks for it as a password, with any user name)

        Post a measurement, and see the status change:

          curl -s -u ":$(cat %3$s)" -H 'Content-Type: application/json' -H 'Prefer: wait=5' %1$s/api/v1/measurements \\
            -d '{"id": "hello-1", "source": "me", "kpi": "digital-adoption", "scope": "team:platform", \
        "observedAt": "%2$sT08:00:00+01:00", "numerator": 50, "denominator": 55}'
          curl -s -u ":$(cat %3$s)" '%1$s/api/v1/status?kpi=digital-adoption&scope=team:platform'

        """
                .formatted(base, sample.end(), key);
    }
}
