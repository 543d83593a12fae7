package io.effekt.eventstore.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.database.Database;
import io.effekt.eventstore.measurement.SeriesName;
import io.effekt.testing.EffektTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Senders choose the names; the memory for them has an end, and the ids stay the same. */
@QuarkusTest
@QuarkusTestResource(EffektTestResource.class)
class DictionaryTest {
    private static final int AT_MOST = 10;

    @Inject Database database;

    private final Dictionary dictionary = new Dictionary(AT_MOST, AT_MOST);
    private final String run = "d" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void moreSourcesThanItRemembersKeepTheirIds() {
        List<String> names = IntStream.range(0, 3 * AT_MOST).mapToObj(i -> run + ":" + i).toList();

        Map<String, Integer> first = ids(names);
        assertTrue(dictionary.remembered() <= AT_MOST, dictionary.remembered() + " remembered");

        assertEquals(first, ids(names));
        assertEquals(names.size(), Map.copyOf(first).values().stream().distinct().count());
    }

    @Test
    void moreSeriesInOneBatchThanItRemembersAreAllFound() {
        List<SeriesName> names =
                IntStream.range(0, 3 * AT_MOST)
                        .mapToObj(i -> new SeriesName(run, "team:t" + i, ""))
                        .toList();
        for (int round = 0; round < 2; round++) {
            Dictionary.Found<SeriesName> found =
                    database.inTransaction(tx -> dictionary.series(tx, names));
            found.keep();
            assertEquals(names.size(), names.stream().mapToInt(found::id).distinct().count());
            assertTrue(dictionary.remembered() <= AT_MOST, dictionary.remembered() + " remembered");
        }
    }

    private Map<String, Integer> ids(List<String> names) {
        Map<String, Integer> ids = new HashMap<>();
        for (String name : names) {
            Dictionary.Found<String> found =
                    database.inTransaction(tx -> dictionary.sources(tx, List.of(name)));
            found.keep();
            ids.put(name, found.id(name));
        }
        return ids;
    }
}
