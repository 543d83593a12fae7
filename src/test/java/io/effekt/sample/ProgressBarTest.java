package io.effekt.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, UTF_8);

    @Test
    void drawsOverItsLineOnATerminal() {
        ProgressBar bar = new ProgressBar(out, true, "Loading");
        bar.show(0);
        bar.show(0);
        bar.show(50);
        bar.show(100);

        String expected =
                "\rLoading ["
                        + ".".repeat(40)
                        + "]   0 %"
                        + "\rLoading ["
                        + "#".repeat(20)
                        + ".".repeat(20)
                        + "]  50 %"
                        + "\rLoading ["
                        + "#".repeat(40)
                        + "] 100 %"
                        + System.lineSeparator();
        assertEquals(expected, bytes.toString(UTF_8));
    }

    @Test
    void writesALineEveryTenPercentElsewhere() {
        ProgressBar bar = new ProgressBar(out, false, "Loading");
        for (int percent : new int[] {0, 4, 9, 11, 12, 35, 100}) {
            bar.show(percent);
        }

        assertEquals(
                "Loading 0 %|Loading 11 %|Loading 35 %|Loading 100 %|",
                bytes.toString(UTF_8).replace(System.lineSeparator(), "|"));
    }
}
