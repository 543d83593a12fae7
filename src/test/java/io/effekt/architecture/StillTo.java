package io.effekt.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What broke a rule on the day the rule was written: one line each in {@code
 * src/test/resources/architecture}, from which lines are only ever deleted.
 */
record StillTo(Path list) {
    static StillTo be(String cured) {
        return new StillTo(
                Path.of("src/test/resources/architecture", "still-to-be-" + cured + ".txt"));
    }

    List<String> lines() throws IOException {
        return Files.readAllLines(list).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    /** Says what is new, and which lines nothing needs any more; empty when the list is right. */
    String complaint(Set<String> found) throws IOException {
        Set<String> listed = new TreeSet<>(lines());
        Set<String> fresh = new TreeSet<>(found);
        fresh.removeAll(listed);
        Set<String> cured = new TreeSet<>(listed);
        cured.removeAll(found);
        StringBuilder said = new StringBuilder();
        if (!fresh.isEmpty()) {
            said.append("New, and not allowed: ").append(fresh).append(". ");
        }
        if (!cured.isEmpty()) {
            said.append("Cured: delete these lines of ").append(list).append(": ").append(cured);
        }
        return said.toString();
    }
}
