package io.effekt.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardTest {
    @ParameterizedTest
    @ValueSource(strings = {"io.effekt.ATest", "io.effekt.AnotherTest", "io.effekt.app.SomeIT"})
    void aClassIsInOnePartAlone(String name) {
        for (int of = 1; of < 5; of++) {
            int parts = of;
            assertEquals(
                    1,
                    IntStream.rangeClosed(1, of)
                            .filter(n -> new Shard(n + "of" + parts).has(name))
                            .count());
        }
    }

    @Test
    void aClassThatMovesAndWhatIsInItStayWhereTheyWere() {
        Shard part = new Shard("1of2");
        assertEquals(part.has("a.StatusTest"), part.has("b.StatusTest"));
        assertEquals(part.has("a.StatusTest"), part.has("a.StatusTest$OfATeam"));
    }

    @Test
    void aPartThatThereIsNotIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Shard("3of2"));
        assertThrows(IllegalArgumentException.class, () -> new Shard("0of2"));
        assertTrue(new Shard("1of1").has("a.StatusTest"));
    }
}
