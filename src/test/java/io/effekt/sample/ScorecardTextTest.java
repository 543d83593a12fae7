package io.effekt.sample;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.effekt.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScorecardTextTest {
    @Test
    void drawsTheScorecardAsATable() throws Exception {
        JsonNode answer = Json.read(resource("/sample/scorecard.json"));

        String text = ScorecardText.of(Scorecard.of(answer));

        assertEquals(resource("/sample/scorecard.txt"), text);
    }

    @ParameterizedTest
    @CsvSource({
        "70.04999, 70.0",
        "1234.56, 1234.6",
        "7.405, 7.40",
        "7.415, 7.42",
        "0.46449, 0.464",
        "100, 100",
        "70.00, 70",
        "0.0, 0",
        "-0.0001, 0.000",
        "-12.34, -12.3",
        "1E+3, 1000"
    })
    void numbersKeepThreeDigitsOrSo(BigDecimal number, String shown) {
        assertEquals(shown, Scorecard.number(number));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ScorecardTextTest.class.getResourceAsStream(name)) {
            return new String(requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
