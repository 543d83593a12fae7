package io.effekt.access.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {
    private final KeyText key = KeyText.random(new SecureRandom());

    @Test
    void itIsWrittenAsTheFieldKnowsIt() {
        assertTrue(key.text().matches("effekt_[0-9A-Za-z]{8}_[0-9A-Za-z]{32}[0-9A-Za-z]{6}"));
        assertEquals(Optional.of(key), KeyText.read(key.text()));
    }

    @Test
    void aSlipOfTheFingerIsSeenWithoutLookingAnythingUp() {
        String text = key.text();
        for (int i = 7; i < text.length(); i++) {
            char other = text.charAt(i) == 'x' ? 'y' : 'x';
            String slipped = text.substring(0, i) + other + text.substring(i + 1);
            assertEquals(Optional.empty(), KeyText.read(slipped), "place " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "effekt_", "effekt_12345678_", "EFFEKT_12345678_1"})
    void whatIsNoKeyIsNone(String text) {
        assertEquals(Optional.empty(), KeyText.read(text));
    }

    @Test
    void theSecretIsNeverSaid() {
        assertFalse(key.toString().contains(key.secret()));
        assertFalse(key.hash().contains(key.secret()));
    }

    @Test
    void twoAreNeverTheSame() {
        assertFalse(key.text().equals(KeyText.random(new SecureRandom()).text()));
    }
}
