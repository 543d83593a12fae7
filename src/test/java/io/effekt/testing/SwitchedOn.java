package io.effekt.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * What is off unless somebody switches it on, in one boot for all tests that need it: keys in
 * addresses, bound sources alone, and the set of a slice that only tests have.
 */
public class SwitchedOn implements QuarkusTestProfile {
    /** Whether the set of {@code ExampleDatasets} is there. */
    public static final String EXAMPLE = "effekt.test.example-set";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "effekt.access.key-in-address",
                "true",
                "effekt.access.bound-sources-only",
                "true",
                "effekt.operators.loopback",
                "false",
                EXAMPLE,
                "true");
    }
}
