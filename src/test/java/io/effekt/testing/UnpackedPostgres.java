package io.effekt.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The programs of PostgreSQL as an earlier test has unpacked them: the next one links to them. */
record UnpackedPostgres(Path kept) {
    private static final Pattern NAME = Pattern.compile("postgres-binaries-[0-9a-f]+");

    /** Keeps those of a folder whose servers are closed, unless they are kept already. */
    void keep(Path folder) {
        try {
            Files.createDirectories(kept);
            for (Path programs : in(folder)) {
                Path target = kept.resolve(programs.getFileName());
                if (Files.isDirectory(programs, LinkOption.NOFOLLOW_LINKS)
                        && !Files.exists(target)) {
                    move(programs, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void move(Path programs, Path target) throws IOException {
        try {
            Files.move(programs, target);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // Tests beside these were here first.
        }
    }

    /** A fresh folder finds those that are kept; one that finds none unpacks them itself. */
    void link(Path fresh) throws IOException {
        if (Files.isDirectory(kept)) {
            for (Path one : in(kept)) {
                Files.createSymbolicLink(fresh.resolve(one.getFileName()), one.toAbsolutePath());
            }
        }
    }

    private static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(path -> NAME.matcher(path.getFileName().toString()).matches())
                    .toList();
        }
    }
}
