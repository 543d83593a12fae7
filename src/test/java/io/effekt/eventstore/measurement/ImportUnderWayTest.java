package io.effekt.eventstore.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ImportUnderWayTest {
    private static Instant at(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static ImportUnderWay from(long began, long ended) {
        return new ImportUnderWay(at(began), at(ended));
    }

    private static Instant before(long moment, ImportUnderWay... imports) {
        return ImportUnderWay.before(at(moment), List.of(imports));
    }

    @Test
    void betweenImportsItIsTheMoment() {
        assertEquals(at(30), before(30));
        assertEquals(at(30), before(30, from(10, 20), from(40, 50)));
        // All of it is there at its end, and nothing before it begins.
        assertEquals(at(20), before(20, from(10, 20)));
        assertEquals(at(9), before(9, from(10, 20)));
    }

    @Test
    void insideOneItIsBeforeIt() {
        assertEquals(at(9), before(10, from(10, 20)));
        assertEquals(at(9), before(19, from(10, 20)));
    }

    @Test
    void oneThatLeadsIntoAnotherIsLeftToo() {
        assertEquals(at(0), before(40, from(30, 50), from(20, 35), from(1, 25), from(60, 70)));
    }

    /** Against the definition: the latest moment that none holds. */
    @Test
    void itIsTheLatestMomentThatNoneHolds() {
        Random random = new Random(7);
        for (int world = 0; world < 2_000; world++) {
            List<ImportUnderWay> imports = new ArrayList<>();
            for (int i = random.nextInt(8); i > 0; i--) {
                long began = 1L + random.nextInt(40);
                imports.add(from(began, began + random.nextInt(12)));
            }
            Collections.shuffle(imports, random);
            long moment = random.nextInt(50);
            long expected = moment;
            while (isHeld(expected, imports)) {
                expected--;
            }

            assertEquals(
                    at(expected), ImportUnderWay.before(at(moment), imports), imports::toString);
            assertFalse(isHeld(expected, imports));
        }
    }

    private static boolean isHeld(long moment, List<ImportUnderWay> imports) {
        return imports.stream()
                .anyMatch(
                        one -> !one.began().isAfter(at(moment)) && one.ended().isAfter(at(moment)));
    }
}
