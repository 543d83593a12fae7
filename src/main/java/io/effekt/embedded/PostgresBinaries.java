package io.effekt.embedded;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, unpacked once a version from the archive on the class path. */
final class PostgresBinaries {
    private final Path root;
    private final List<String> prefix;

    private PostgresBinaries(Path root, List<String> prefix) {
        this.root = root;
        this.prefix = prefix;
    }

    /** Unpacks below the folder unless that version is there already. */
    static PostgresBinaries unpackedIn(DataFolder folder) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String name = system.startsWith("mac") ? "Darwin" : "Linux";
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        byte[] archive;
        try (InputStream in = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(name, machine)) {
            archive = in.readAllBytes();
        } catch (IOException | IllegalStateException e) {
            throw new EmbeddedServersException(
                    "There is no embedded PostgreSQL for %s on %s: set EFFEKT_DATABASE_URL to a server of your own."
                            .formatted(name, machine),
                    e);
        }
        Path root = folder.file("postgres-binaries-" + digest(archive));
        if (!Files.isDirectory(root)) {
            unpack(archive, root);
        }
        try {
            // PostgreSQL writes down where it really lies; so it is found again behind a link.
            return new PostgresBinaries(root.toRealPath(), unshareWhenRoot());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A command line of one of the programs. */
    List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(root.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    Path root() {
        return root;
    }

    /**
     * PostgreSQL refuses to run as root. In a user namespace of its own the process is nobody, and
     * still may read and write what root owns.
     */
    private static List<String> unshareWhenRoot() {
        if (!isRoot()) {
            return List.of();
        }
        Output probe = Output.of(List.of("unshare", "-U", "true"));
        if (probe.code() != 0) {
            throw new EmbeddedServersException(
                    "PostgreSQL does not run as root, and `unshare -U` is not possible here (%s): start as another user, or set EFFEKT_DATABASE_URL to a server of your own."
                            .formatted(probe.text()));
        }
        return List.of("unshare", "-U");
    }

    private static boolean isRoot() {
        try {
            Path self = Path.of("/proc/self");
            return Files.exists(self)
                    ? Files.getAttribute(self, "unix:uid").equals(0)
                    : System.getProperty("user.name", "").equals("root");
        } catch (IOException e) {
            return System.getProperty("user.name", "").equals("root");
        }
    }

    private static String digest(byte[] archive) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Into a draft that gets its name at the end: a start cut short leaves nothing half done. */
    private static void unpack(byte[] archive, Path root) {
        Path draft = root.resolveSibling(root.getFileName() + ".new");
        try {
            delete(draft);
            Files.createDirectories(draft);
            try (TarArchiveInputStream tar =
                    new TarArchiveInputStream(
                            new XZInputStream(new ByteArrayInputStream(archive)))) {
                for (TarArchiveEntry entry = tar.getNextEntry();
                        entry != null;
                        entry = tar.getNextEntry()) {
                    unpack(tar, entry, draft);
                }
            }
            Files.move(draft, root, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new EmbeddedServersException(
                    "PostgreSQL cannot be unpacked to %s (%s).".formatted(root, e.getMessage()), e);
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

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
