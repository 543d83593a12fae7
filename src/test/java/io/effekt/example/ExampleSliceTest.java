package io.effekt.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.eventstore.EventType;
import io.effekt.eventstore.EventTypes;
import io.effekt.example.application.PledgeEventTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The example slice, as far as no service has to run. */
class ExampleSliceTest {
    private static final Path MAIN = Path.of("src/main");
    private static final Path GOLDEN = Path.of("src/test/resources/golden/example");

    /** Whatever a slice brings is found by what it is, and named by nobody. */
    private static final Pattern NAMED = Pattern.compile("pledge|io\\.effekt\\.example");

    @Test
    void programDoesNotNameTheSlice() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertTrue(all.size() > 600, "the program is found");
            assertEquals(List.of(), all.stream().filter(ExampleSliceTest::names).toList());
        }
    }

    private static boolean names(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            return NAMED.matcher((file + text).toLowerCase(Locale.ROOT)).find();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyEventIsReadAndWrittenByteForByte() throws IOException {
        EventTypes types = new EventTypes(List.of(new PledgeEventTypes()));
        assertEquals(2, types.all().size());
        for (EventType<?> type : types.all()) {
            String data = Files.readString(GOLDEN.resolve(type.stored() + ".json")).stripTrailing();
            Object event = types.read(type.stored(), data);
            assertEquals(type, types.of(event));
            assertEquals(data, types.write(event));
        }
    }
}
