package io.effekt.sample;

import static java.util.stream.Collectors.joining;

import io.effekt.sample.Scorecard.Cell;
import io.effekt.sample.Scorecard.Line;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Draws a scorecard for a terminal: two rows of text a KPI. */
final class ScorecardText {
    private static final String GAP = "  ";
    private static final String LEGEND =
            "✓ on track   ! at risk   ✗ off track   · no verdict   … the period is still open";

    private ScorecardText() {}

    static String of(Scorecard scorecard) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("KPI"));
        head.addAll(scorecard.columns());
        rows.add(head);
        for (Line line : scorecard.lines()) {
            List<String> verdicts = new ArrayList<>(List.of(line.name()));
            List<String> targets = new ArrayList<>(List.of(""));
            for (Cell cell : line.cells()) {
                verdicts.add(verdict(cell));
                targets.add(target(cell));
            }
            rows.add(verdicts);
            if (!String.join("", targets).isEmpty()) {
                rows.add(targets);
            }
        }
        return table(rows) + "\n" + LEGEND + "\n";
    }

    private static String table(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            List<String> row = rows.get(r);
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length()));
                line.append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
            if (r == 0) {
                text.append(
                                java.util.Arrays.stream(widths)
                                        .mapToObj("─"::repeat)
                                        .collect(joining(GAP)))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static String verdict(@Nullable Cell cell) {
        if (cell == null) {
            return "–";
        }
        BigDecimal value = cell.value();
        return symbol(cell.status())
                + (value == null ? "" : " " + Scorecard.number(value))
                + " "
                + cell.status().replace('_', ' ');
    }

    private static String target(@Nullable Cell cell) {
        if (cell == null) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        if (cell.target() != null) {
            parts.add(cell.target());
        }
        if (cell.period() != null) {
            parts.add(cell.period() + (cell.complete() ? "" : "…"));
        }
        return parts.isEmpty() ? "" : GAP + String.join(", ", parts);
    }

    private static String symbol(String status) {
        return switch (status) {
            case "on_track" -> "✓";
            case "at_risk" -> "!";
            case "off_track" -> "✗";
            default -> "·";
        };
    }
}
