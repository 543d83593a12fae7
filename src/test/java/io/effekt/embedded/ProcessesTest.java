package io.effekt.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {
    @TempDir private Path folder;

    private Path named;
    private Process process;

    @BeforeEach
    void startOneThatNamesAFile() throws IOException {
        named = Files.createFile(folder.resolve("named"));
        process = new ProcessBuilder("tail", "-f", named.toString()).start();
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void aProcessIsTheOneWhoseCommandNamesTheFile() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), named);
        Path other = Files.createFile(folder.resolve("other"));

        assertEquals(process.pid(), Processes.find(process.pid(), named).orElseThrow().pid());
        assertTrue(Processes.find(process.pid(), link).isPresent());
        assertFalse(Processes.find(process.pid(), other).isPresent());
        assertFalse(Processes.find(process.pid(), folder.resolve("absent")).isPresent());
        assertFalse(Processes.find(ProcessHandle.current().pid(), named).isPresent());
    }

    @Test
    void oneThatHasEndedIsNotFound() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();

        assertFalse(Processes.find(process.pid(), named).isPresent());
        assertFalse(Processes.find(0, named).isPresent());
    }
}
