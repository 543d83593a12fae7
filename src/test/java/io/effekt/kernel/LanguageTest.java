package io.effekt.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nb | NB",
                "nn-NO | NN",
                "no | NB",
                "en-GB,en;q=0.9,nb;q=0.5 | EN",
                "de, nn;q=0.4, nb;q=0.6 | NB",
                "nb;q=0, en | EN",
                "de | EN",
                "* | EN",
                "none of ;; these | EN"
            })
    void theBestOfThoseAskedForIsTaken(String header, Language expected) {
        assertEquals(expected, Language.of(header));
    }

    @Test
    void textsFallBackToTheNearestLanguage() {
        Map<String, String> two = Map.of("nb", "bruk", "en", "use");
        assertEquals("bruk", Language.NN.pick(two));
        assertEquals("use", Language.EN.pick(two));
        assertEquals("use", Language.NB.pick(Map.of("en", "use")));
        assertEquals("bruk", Language.EN.pick(Map.of("nb", "bruk")));
        assertEquals("Nutzung", Language.EN.pick(Map.of("de", "Nutzung")));
        assertEquals("", Language.EN.pick(Map.of()));
    }
}
