package io.effekt.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a short-lived program answered.
 *
 * @param code exit code
 * @param text standard output and error, stripped
 */
record Output(int code, String text) {
    /** Runs it to its end; exit code 127 when it cannot be run at all. */
    static Output of(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                            .start();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Output(process.waitFor(), text.strip());
        } catch (IOException e) {
            return new Output(127, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServersException("Interrupted while running " + command.get(0), e);
        }
    }

    String lastLine() {
        return text.lines().filter(line -> !line.isBlank()).reduce("", (a, b) -> b).strip();
    }
}
