package io.effekt.embedded;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the servers are run from: the class path of this service, and for the packaged service the
 * jars of a folder beside it. The service itself has none of these, and an image has no such
 * folder.
 *
 * @param classPath jars and folders of classes
 */
record ServerJars(List<Path> classPath) {
    private static final String LAUNCHER = "quarkus-run.jar";
    private static final String BESIDE = "../embedded-servers";
    private static final String BROKER = "kafka/server/KafkaRaftServer.class";

    static ServerJars ofThisService() {
        return of(System.getProperty("java.class.path", ""));
    }

    static ServerJars of(String classPath) {
        return new ServerJars(
                Stream.of(classPath.split(File.pathSeparator))
                        .filter(entry -> !entry.isBlank())
                        .map(entry -> Path.of(entry).toAbsolutePath())
                        .flatMap(ServerJars::unfold)
                        .toList());
    }

    /** The launcher of the packaged service holds no classes: they lie in jars beside it. */
    private static Stream<Path> unfold(Path entry) {
        if (!entry.endsWith(LAUNCHER)) {
            return Stream.of(entry);
        }
        Path home = entry.resolveSibling(".").normalize();
        return Stream.of("app", "lib/main", "lib/boot", BESIDE)
                .flatMap(name -> jars(home.resolve(name).normalize()));
    }

    private static Stream<Path> jars(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the servers were packed with this service: all of them, or none. */
    boolean hasServers() {
        return holder(BROKER).isPresent();
    }

    /** What a file on the class path holds; empty when there is none of that name. */
    Optional<byte[]> read(String name) {
        return holder(name).map(holder -> read(holder, name));
    }

    /** From the end, where the servers are. */
    private Optional<Path> holder(String name) {
        return classPath.reversed().stream().filter(entry -> holds(entry, name)).findFirst();
    }

    private static boolean holds(Path entry, String name) {
        if (!Files.isRegularFile(entry)) {
            return Files.isRegularFile(entry.resolve(name));
        }
        try (JarFile jar = new JarFile(entry.toFile())) {
            return jar.getEntry(name) != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path holder, String name) {
        try {
            if (!Files.isRegularFile(holder)) {
                return Files.readAllBytes(holder.resolve(name));
            }
            try (JarFile jar = new JarFile(holder.toFile())) {
                return jar.getInputStream(jar.getJarEntry(name)).readAllBytes();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another one when a jar was replaced: a running Java must not outlive its jars. */
    String fingerprint() {
        long hash = System.getProperty("java.vm.version", "").hashCode();
        for (Path entry : classPath) {
            if (Files.isRegularFile(entry)) {
                try {
                    hash = hash * 31 + entry.hashCode();
                    hash = hash * 31 + Files.size(entry);
                    hash = hash * 31 + Files.getLastModifiedTime(entry).toMillis();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return Long.toHexString(hash);
    }

    /** For Java: entries with the separator of this system between them. */
    String text() {
        return classPath.stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }
}
