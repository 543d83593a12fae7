package io.effekt.kpi.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.effekt.access.AccessEventTypes;
import io.effekt.eventstore.EventType;
import io.effekt.eventstore.EventTypes;
import io.effekt.organization.OrganisationEventTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Stored events are read for ever: each type and version has a file that was written once, and that
 * is never changed again.
 */
class GoldenEventsTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden/events");
    private static final EventTypes TYPES =
            new EventTypes(
                    List.of(
                            new OrganisationEventTypes(),
                            new DefinitionEventTypes(),
                            new AccessEventTypes()));

    @Test
    void everyVersionOfEveryTypeHasAFile() {
        TreeSet<String> expected = new TreeSet<>();
        for (EventType<?> type : TYPES.all()) {
            for (int version = 1; version <= type.version(); version++) {
                expected.add(type.name() + ".v" + version);
            }
        }

        assertEquals(
                expected,
                files().map(GoldenEventsTest::stored)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileIsReadAndTodaysIsWrittenByteForByte(Path file) throws IOException {
        String stored = stored(file);
        String data = Files.readString(file).stripTrailing();

        Object event = TYPES.read(stored, data);

        EventType<?> type = TYPES.of(event);
        assertInstanceOf(type.event(), event);
        if (type.stored().equals(stored)) {
            assertEquals(data, TYPES.write(event));
        }
        assertEquals(event, TYPES.read(type.stored(), TYPES.write(event)));
    }

    static Stream<Path> files() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String stored(Path file) {
        String name = String.valueOf(file.getFileName());
        // Variants of one version are told apart by a word after '~'.
        return name.replaceFirst("(~[a-z-]+)?\\.json$", "");
    }
}
