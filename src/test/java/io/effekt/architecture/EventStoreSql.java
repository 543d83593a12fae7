package io.effekt.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds SQL on the tables of the log in sources; byte code does not keep it apart from text. */
record EventStoreSql(Path sources) {
    /**
     * A statement on one of the tables, not the word in a sentence: those are all lower case too.
     */
    private static final Pattern STATEMENT =
            Pattern.compile(
                    "\\b(from|join|into|update|truncate|only)\\s+(decision|log_head|log_epoch"
                            + "|measurement(_(link|text|identity|held|rejected))?)\\b"
                            + "(\\s+(set|where|as|on|using|order|for|values|join)\\b|\\s*\\(|\\s+\\w{1,3}\\b|\\s*[\"%;)])");

    /** The files, relative to the sources, that have such a statement outside the event store. */
    Set<String> outsideTheEventStore() throws IOException {
        Set<String> found = new TreeSet<>();
        for (Path file : files()) {
            String name = sources.relativize(file).toString().replace('\\', '/');
            if (!name.contains("eventstore/postgres/")
                    && STATEMENT.matcher(withoutComments(Files.readString(file))).find()) {
                found.add(name);
            }
        }
        return found;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static String withoutComments(String source) {
        return source.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)^\\s*//.*$", "");
    }
}
