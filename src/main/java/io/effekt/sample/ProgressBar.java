package io.effekt.sample;

import java.io.PrintStream;

/**
 * Shows how far something is: on a terminal as one line that is drawn over, otherwise as a line
 * every ten percent.
 */
final class ProgressBar {
    private static final int WIDTH = 40;
    private static final int STEP = 10;

    private final PrintStream out;
    private final boolean onTerminal;
    private final String label;
    private int shown = -1;

    ProgressBar(PrintStream out, boolean onTerminal, String label) {
        this.out = out;
        this.onTerminal = onTerminal;
        this.label = label;
    }

    /** Draws it unless it is drawn already. */
    void show(int percent) {
        if (percent == shown) {
            return;
        }
        if (onTerminal) {
            int filled = percent * WIDTH / 100;
            String bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
            out.print("\r%s [%s] %3d %%".formatted(label, bar, percent));
            if (percent == 100) {
                out.println();
            }
        } else if (shown < 0 || percent / STEP > shown / STEP) {
            out.println("%s %d %%".formatted(label, percent));
        }
        out.flush();
        shown = percent;
    }
}
