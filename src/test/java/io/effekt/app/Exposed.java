package io.effekt.app;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A service that listens everywhere, lets pages of one origin in, and stands behind TLS. */
public class Exposed implements QuarkusTestProfile {
    static final String ORIGIN = "https://dashboards.example";

    static final int STRANGERS = 200;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.http.host", "0.0.0.0",
                "quarkus.http.cors.enabled", "true",
                "quarkus.http.cors.origins", ORIGIN,
                "effekt.http.strict-transport-security", "max-age=60",
                "effekt.limits.stranger-requests", Integer.toString(STRANGERS));
    }
}
