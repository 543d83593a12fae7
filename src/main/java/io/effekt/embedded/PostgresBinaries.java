package io.effekt.embedded;

import java.io.IOException;
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
        ServerJars jars = ServerJars.ofThisService();
        String system = System.getProperty("os.name", "");
        String machine = System.getProperty("os.arch", "");
        String name = archive(system, machine);
        byte[] archive = jars.read(name).orElseThrow(() -> none(system, machine));
        Path root = folder.file("postgres-binaries-" + digest(archive));
        if (!Files.isDirectory(root)) {
            unpack(jars, name, root);
        }
        try {
            // PostgreSQL writes down where it really lies; so it is found again behind a link.
            return new PostgresBinaries(root.toRealPath(), unshareWhenRoot());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name that the archive of a system has in the jars of the binaries. */
    static String archive(String system, String machine) {
        String name = system.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String processor =
                switch (machine.toLowerCase(Locale.ROOT)) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    case String other -> other;
                };
        return "postgres-%s-%s.txz".formatted(name, processor);
    }

    private static EmbeddedServersException none(String system, String machine) {
        return new EmbeddedServersException(
                "There is no embedded PostgreSQL for %s on %s: set EFFEKT_DATABASE_URL to a server of your own."
                        .formatted(system, machine));
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

    /**
     * Into a draft that gets its name at the end: a start cut short leaves nothing half done. In a
     * Java of its own, for the service has nothing that reads such archives.
     */
    private static void unpack(ServerJars jars, String archive, Path root) {
        Path draft = root.resolveSibling(root.getFileName() + ".new");
        try {
            delete(draft);
            Files.createDirectories(draft);
            Output unpacked =
                    Output.of(
                            List.of(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-XX:+UseSerialGC",
                                    "-XX:-UsePerfData",
                                    "-cp",
                                    jars.text(),
                                    UnpackMain.class.getName(),
                                    archive,
                                    draft.toString()));
            if (unpacked.code() != 0) {
                throw new IOException(unpacked.lastLine());
            }
            Files.move(draft, root, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new EmbeddedServersException(
                    "PostgreSQL cannot be unpacked to %s (%s).".formatted(root, e.getMessage()), e);
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
