package io.effekt.embedded;

import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks the archive of PostgreSQL's programs. A process of its own, because it needs libraries
 * that the service does without.
 */
public final class UnpackMain {
    private UnpackMain() {}

    /**
     * @param arguments the archive's name on the class path, and the folder to unpack into
     */
    public static void main(String[] arguments) {
        try (InputStream archive =
                UnpackMain.class.getClassLoader().getResourceAsStream(arguments[0])) {
            if (archive == null) {
                throw new FileNotFoundException(arguments[0]);
            }
            unpack(archive, Path.of(arguments[1]));
        } catch (IOException e) {
            // The caller of this program reports the last line.
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void unpack(InputStream archive, Path root) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                unpack(tar, entry, root);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path root)
            throws IOException {
        Path target = root.resolve(entry.getName()).normalize();
        if (!target.startsWith(root)) {
            throw new IOException("the archive reaches outside its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.resolveSibling("."));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(target, root.resolve(entry.getLinkName()));
        } else {
            Files.copy(tar, target);
            boolean executable = (entry.getMode() & 0100) != 0;
            if (!target.toFile().setExecutable(executable, false) && executable) {
                throw new IOException("cannot be made executable: " + target);
            }
        }
    }
}
