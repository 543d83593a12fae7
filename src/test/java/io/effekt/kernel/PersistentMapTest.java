package io.effekt.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersistentMapTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anySequenceOfChangesReadsAsASortedMap(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TreeMap<Integer, Integer> expected = new TreeMap<>();
        PersistentMap<Integer, Integer> map = PersistentMap.empty();

        for (int i = 0; i < 5_000; i++) {
            int key = random.nextInt(700);
            if (random.nextInt(3) == 0) {
                expected.remove(key);
                map = map.without(key);
            } else {
                expected.put(key, i);
                map = map.with(key, i);
            }
        }

        assertEquals(expected, map);
        assertEquals(new ArrayList<>(expected.keySet()), new ArrayList<>(map.keySet()));
        assertEquals(expected.size(), map.size());
    }

    @Test
    void aChangedCopyLeavesTheOldMapAsItWas() {
        PersistentMap<String, Integer> before = PersistentMap.of(Map.of("a", 1));

        PersistentMap<String, Integer> after = before.with("b", 2).without("a");

        assertEquals(Map.of("a", 1), before);
        assertEquals(Map.of("b", 2), after);
    }

    @Test
    void aKeyOfAnotherKindIsNotThere() {
        PersistentMap<String, Integer> map = PersistentMap.of(Map.of("a", 1));

        Object number = 1;

        assertNull(map.get(number));
    }

    @Test
    void changesInPlaceAreRefused() {
        PersistentMap<String, Integer> map = PersistentMap.of(Map.of("a", 1));

        assertThrows(UnsupportedOperationException.class, () -> map.put("b", 2));
    }

    @Test
    void sortedKeysOneByOneStayBalanced() {
        PersistentMap<Integer, Integer> map = PersistentMap.empty();

        long began = System.nanoTime();
        for (int i = 0; i < 100_000; i++) {
            map = map.with(i, i);
        }

        assertEquals(100_000, map.size());
        assertTrue(System.nanoTime() - began < 5_000_000_000L, "a list would take minutes");
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void differencesAreFoundWhateverTheMapsShare(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PersistentMap<Integer, Integer> from = PersistentMap.empty();
        for (int i = 0; i < 300; i++) {
            from = from.with(random.nextInt(500), random.nextInt(3));
        }
        for (int i = 0; i < 200; i++) {
            PersistentMap<Integer, Integer> to = i % 10 == 0 ? PersistentMap.empty() : from;
            for (int change = random.nextInt(6); change > 0; change--) {
                int key = random.nextInt(500);
                to = random.nextBoolean() ? to.without(key) : to.with(key, random.nextInt(3));
            }

            TreeSet<Integer> expected = new TreeSet<>(from.keySet());
            expected.addAll(to.keySet());
            PersistentMap<Integer, Integer> before = from;
            PersistentMap<Integer, Integer> after = to;
            expected.removeIf(key -> Objects.equals(before.get(key), after.get(key)));
            assertEquals(expected, before.differences(after));
            assertEquals(expected, after.differences(before));
            from = to.isEmpty() || i % 10 == 0 ? from : to;
        }
    }
}
