package io.effekt.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.embedded.EmbeddedServers.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerJarsTest {
    @TempDir Path folder;

    @Test
    void packagedServiceHasTheServersOfTheFolderBesideIt() throws IOException {
        Path launcher = packagedService();
        Path service = jar("quarkus-app/lib/main/service.jar", "io/effekt/Service.class");
        Path broker = jar("embedded-servers/broker.jar", "kafka/server/KafkaRaftServer.class");

        ServerJars jars = ServerJars.of(launcher.toString());

        assertEquals(List.of(service, broker), jars.classPath());
        assertTrue(jars.hasServers());
        assertDoesNotThrow(() -> EmbeddedServers.requirePacked(Set.of(Part.KAFKA), jars));
    }

    @Test
    void packagedServiceWithoutThatFolderSaysWhatToSet() throws IOException {
        Path launcher = packagedService();
        jar("quarkus-app/lib/main/service.jar", "io/effekt/Service.class");

        ServerJars jars = ServerJars.of(launcher.toString());

        assertFalse(jars.hasServers());
        assertEquals(
                "This Effekt was packed without servers of its own: set EFFEKT_DATABASE_URL and EFFEKT_KAFKA_BOOTSTRAP to yours.",
                refusal(EnumSet.allOf(Part.class), jars));
        assertEquals(
                "This Effekt was packed without servers of its own: set EFFEKT_KAFKA_BOOTSTRAP to yours.",
                refusal(Set.of(Part.KAFKA), jars));
    }

    @Test
    void fileIsReadFromAJarOrAFolder() throws IOException {
        Path jar = jar("one.jar", "in/jar");
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Files.writeString(classes.resolve("plain"), "text");

        ServerJars jars = new ServerJars(List.of(classes, jar));

        assertArrayEquals(new byte[] {1}, jars.read("in/jar").orElseThrow());
        assertArrayEquals(new byte[] {'t', 'e', 'x', 't'}, jars.read("plain").orElseThrow());
        assertEquals(Optional.empty(), jars.read("nowhere"));
    }

    @Test
    void archiveHasTheNameOfSystemAndProcessor() {
        assertEquals("postgres-linux-x86_64.txz", PostgresBinaries.archive("Linux", "amd64"));
        assertEquals("postgres-linux-arm_64.txz", PostgresBinaries.archive("Linux", "aarch64"));
        assertEquals("postgres-darwin-arm_64.txz", PostgresBinaries.archive("Mac OS X", "aarch64"));
        assertEquals("postgres-darwin-x86_64.txz", PostgresBinaries.archive("Mac OS X", "x86_64"));
    }

    private static String refusal(Set<Part> parts, ServerJars jars) {
        return assertThrows(
                        EmbeddedServersException.class,
                        () -> EmbeddedServers.requirePacked(parts, jars))
                .getMessage();
    }

    private Path packagedService() throws IOException {
        return jar("quarkus-app/quarkus-run.jar", "META-INF/none");
    }

    private Path jar(String name, String entry) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
            jar.putNextEntry(new JarEntry(entry));
            jar.write(1);
        }
        return file;
    }
}
