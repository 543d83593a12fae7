package io.effekt.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSettingsTest {
    private static final Map<String, String> ROLES =
            Map.of(
                    "EFFEKT_DATABASE_USER", "app",
                    "EFFEKT_DATABASE_PASSWORD", "a",
                    "EFFEKT_DATABASE_OWNER_USER", "owner",
                    "EFFEKT_DATABASE_OWNER_PASSWORD", "o");

    @Test
    void anEmptyEnvironmentNamesNoServer() {
        ServerSettings settings = ServerSettings.of(Map.of("EFFEKT_DATABASE_URL", " "));
        assertFalse(settings.namesDatabase());
        assertFalse(settings.namesKafka());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://db:5433/kpi",
                "postgres://db:5433/kpi",
                "jdbc:postgresql://db:5433/kpi"
            })
    void everyUsualFormOfAnAddressIsTaken(String url) {
        ServerSettings settings = ServerSettings.of(with(ROLES, "EFFEKT_DATABASE_URL", url));
        assertTrue(settings.namesDatabase());
        assertEquals("postgresql://db:5433/kpi", settings.properties().get("effekt.database.url"));
        assertEquals("owner", settings.properties().get("effekt.database.owner.user"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://db/kpi",
                "db:5432/kpi",
                "postgresql://me:secret@db/kpi",
                "postgresql://db/kpi?user=me&password=secret"
            })
    void otherAddressesAreRefusedWithTheFormThatIsExpected(String url) {
        String sentence = refusal(with(ROLES, "EFFEKT_DATABASE_URL", url));
        assertTrue(sentence.contains("postgresql://host:5432/effekt"), sentence);
        assertFalse(sentence.contains("secret"), sentence);
    }

    @Test
    void aDatabaseWithoutItsRolesIsRefusedByTheNameOfWhatIsMissing() {
        Map<String, String> environment =
                with(ROLES, "EFFEKT_DATABASE_URL", "postgresql://db:5433/kpi");
        environment.remove("EFFEKT_DATABASE_OWNER_PASSWORD");
        assertTrue(refusal(environment).startsWith("EFFEKT_DATABASE_OWNER_PASSWORD"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "-1", "65536", ""})
    void anImpossiblePortIsRefused(String port) {
        IllegalArgumentException refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Listening.of(Map.of("EFFEKT_PORT", port)));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("EFFEKT_PORT"));
    }

    @Test
    void aPortThatIsTakenIsNamedBeforeAnythingIsStarted() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Listening listening =
                    Listening.of(Map.of("EFFEKT_PORT", Integer.toString(taken.getLocalPort())));
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, listening::check);
            assertTrue(String.valueOf(refused.getMessage()).contains("cannot be opened"));
        }
    }

    private static String refusal(Map<String, String> environment) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> ServerSettings.of(environment))
                        .getMessage());
    }

    private static Map<String, String> with(
            Map<String, String> environment, String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return more;
    }
}
