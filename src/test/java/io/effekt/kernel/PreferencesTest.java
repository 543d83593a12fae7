package io.effekt.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreferencesTest {
    @Test
    void waitAndReturnAreReadFromOneHeaderOrMany() {
        Preferences both = new Preferences(Optional.of(Duration.ofSeconds(10)), true);
        assertEquals(both, read("wait=10, return=minimal"));
        assertEquals(both, read("return=minimal", "foo=bar, WAIT=\"10\""));
        assertEquals(both, read("Wait = 10;x=y,Return=Minimal,wait=20"));
    }

    @Test
    void aLongWaitIsCut() {
        assertEquals(Optional.of(Duration.ofSeconds(60)), read("wait=3600").waiting());
        assertEquals(Optional.of(Duration.ofSeconds(60)), read("wait=" + "9".repeat(50)).waiting());
        assertEquals(Optional.of(Duration.ZERO), read("wait=0").waiting());
    }

    @Test
    void whatCannotBeReadIsLeftOut() {
        for (String header :
                List.of("", ",,,", "wait", "wait=", "wait=-1", "wait=soon", "=", "=5")) {
            assertEquals(Preferences.NONE, read(header), header);
        }
        assertEquals(false, read("return=representation").minimal());
    }

    private static Preferences read(String... headers) {
        return Preferences.of(List.of(headers), Duration.ofSeconds(60));
    }
}
