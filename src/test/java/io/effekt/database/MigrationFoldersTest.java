package io.effekt.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Slices write migrations beside each other: each has a folder and a thousand numbers. */
class MigrationFoldersTest {
    private static final List<Path> ROOTS =
            List.of(
                    Path.of("src/main/resources/db/migration"),
                    Path.of("src/test/resources/db/migration"));
    private static final Pattern VERSION = Pattern.compile("V(\\d+)__[a-z0-9_]+\\.sql");

    @Test
    void everyFolderHasAThousandNumbersOfItsOwn() throws IOException {
        Map<Integer, String> owners = new HashMap<>(Map.of(0, ""));
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        for (Path root : ROOTS) {
            for (Path file : migrations(root)) {
                seen++;
                Matcher version = VERSION.matcher(file.getFileName().toString());
                String folder =
                        root.relativize(Objects.requireNonNull(file.getParent())).toString();
                int thousand = version.matches() ? Integer.parseInt(version.group(1)) / 1_000 : -1;
                String owner = owners.putIfAbsent(thousand, folder);
                if (thousand < 0 || (owner != null && !owner.equals(folder))) {
                    wrong.add(file.toString());
                }
            }
        }
        assertEquals(List.of(), wrong, "numbers of another folder, or no version");
        assertEquals(owners.size(), owners.values().stream().distinct().count(), owners::toString);
        assertTrue(seen > 20, "the migrations are found");
    }

    private static List<Path> migrations(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("afterMigrate.sql"))
                    .toList();
        }
    }
}
