package io.effekt.bi.odata;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One question, however a client encodes it. */
class QueryTextTest {
    private static final int ROUNDS = Integer.getInteger("encodings.rounds", 2_000);
    private static final long SEED = Long.getLong("encodings.seed", 20_261_201L);
    private static final List<String> PIECES =
            List.of(
                    " ",
                    " ",
                    "+",
                    "%",
                    "''",
                    "&",
                    "=",
                    "#",
                    "?",
                    "/",
                    "C++",
                    "100% done",
                    "æøå",
                    "a",
                    "%2B",
                    "%20",
                    ";",
                    "(",
                    ",",
                    "$",
                    "'' or 1 eq 1",
                    "\u20ac",
                    "\ud83d\ude00");

    private final Random random = new Random(SEED);

    @Test
    void anEncodedOptionIsReadTheSameByEveryEncoder() {
        for (int round = 0; round < ROUNDS; round++) {
            String filter = filter();
            String order = "TeamName desc,length(TeamName)";
            for (List<String> encoded :
                    List.of(
                            List.of(percent(filter), percent(order)),
                            List.of(java(filter), java(order)),
                            List.of(browser(filter), browser(order)))) {
                for (String name : List.of("$", "%24")) {
                    Options read =
                            Options.of(
                                    name
                                            + "orderby="
                                            + encoded.get(1)
                                            + "&"
                                            + name
                                            + "filter="
                                            + encoded.get(0));
                    String told = "seed " + SEED + " round " + round + ": " + encoded;
                    assertEquals(filter, read.get("$filter"), told);
                    assertEquals(order, read.get("$orderby"), told);
                }
                // Alone, too: a filter may have no blank outside of its literals.
                assertEquals(
                        filter,
                        Options.of("$filter=" + encoded.get(0)).get("$filter"),
                        "seed " + SEED + " round " + round + ": " + encoded.get(0));
            }
        }
    }

    private String filter() {
        return switch (random.nextInt(4)) {
            case 0 -> "TeamName eq " + literal();
            case 1 -> "contains(TeamName," + literal() + ")";
            case 2 -> "TeamName in (" + literal() + "," + literal() + ")";
            default ->
                    "RecordedAt ge 2026-01-01T10:00:00+02:00 and not (startswith(TeamName,"
                            + literal()
                            + "))";
        };
    }

    private String literal() {
        StringBuilder text = new StringBuilder("'");
        for (int i = random.nextInt(5); i >= 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.append('\'').toString();
    }

    private static String java(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String percent(String text) {
        return java(text).replace("+", "%20").replace("%27", "'").replace("%28", "(");
    }

    /** As URLSearchParams writes it. */
    private static String browser(String text) {
        return java(text).replace("%2A", "*").replace("~", "%7E");
    }

    /** Written by hand or by a browser: a plus in a literal stays one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "$filter=TeamName%20eq%20'C++%20team' | TeamName eq 'C++ team'",
                "$filter=contains(TeamName,'C++') | contains(TeamName,'C++')",
                "$filter=contains(TeamName,%27a+b%27) | contains(TeamName,'a+b')",
                "$filter=RecordedAt%20gt%202026-01-01T00:00:00+02:00 | RecordedAt gt 2026-01-01T00:00:00+02:00",
                "$filter=RecordedAt+gt+2026-01-01T00:00:00+02:00 | RecordedAt gt 2026-01-01T00:00:00+02:00",
                "$filter=RecordedAt+gt+2026-01-01T00%3A00%3A00%2B02%3A00 | RecordedAt gt 2026-01-01T00:00:00+02:00",
                "$filter=Team%20eq%20'a' and b'&$orderby=x | Team eq 'a' and b'",
                "$filter=%20(%20Value%20%20GT%201%20)AND(IsComplete%20eq%20True)%0A | (Value gt 1) and (IsComplete eq true)",
                "$filter=Period%20in%28%20'a'%20,%09'b'%20) | Period in ('a','b')",
                "$filter=TeamName%20eq%20'a%20,%20b%20AND%20(%20True' | TeamName eq 'a , b AND ( True'"
            })
    void blanksOutsideOfLiteralsCountAsOne(String query, String filter) {
        assertEquals(filter, Options.of(query).get("$filter"));
    }
}
