package io.effekt.testing;

import io.effekt.example.ExampleSlice;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * What is off unless somebody switches it on, in one boot for all tests that need it: keys in
 * addresses, bound sources alone, and the slice that only tests have.
 */
public class SwitchedOn implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "effekt.access.key-in-address",
                "true",
                "effekt.access.bound-sources-only",
                "true",
                "effekt.operators.loopback",
                "false",
                ExampleSlice.SWITCH,
                ExampleSlice.ON);
    }
}
