package io.effekt.testing;

import io.effekt.dataset.Dataset;
import io.effekt.dataset.DatasetSource;
import io.effekt.dataset.Datasets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The sets of the program, found as it finds them, without those that only a test brings. */
public final class ProgramDatasets {
    private static final Path CLASSES = Path.of("target", "classes");
    private static final Datasets SETS = new Datasets(sources());

    private ProgramDatasets() {}

    public static Datasets get() {
        return SETS;
    }

    public static List<Dataset> all() {
        return SETS.all();
    }

    public static Optional<Dataset> named(String name) {
        return SETS.named(name);
    }

    private static List<DatasetSource> sources() {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            return files.map(file -> CLASSES.relativize(file).toString())
                    .filter(file -> file.endsWith("Datasets.class"))
                    .map(file -> file.replaceFirst("\\.class$", "").replace('/', '.'))
                    .map(ProgramDatasets::load)
                    .filter(DatasetSource.class::isAssignableFrom)
                    .map(ProgramDatasets::make)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ProgramDatasets.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DatasetSource make(Class<?> source) {
        try {
            return (DatasetSource) source.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(source + " is no bean without needs", e);
        }
    }
}
