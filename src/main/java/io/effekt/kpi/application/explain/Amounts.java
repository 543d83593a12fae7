package io.effekt.kpi.application.explain;

import io.effekt.kpi.domain.definition.Boundary;
import io.effekt.kpi.domain.evaluation.ResolvedTarget;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How many digits the numbers of one sentence have: as few as people read, and as many as it takes
 * that the sentence is true of the numbers as they are written.
 */
final class Amounts {
    private static final int MOST = 9;
    private static final int MOST_OF_A_BOUNDARY = 4;

    private final int decimals;

    private Amounts(int decimals) {
        this.decimals = decimals;
    }

    /** For a value by itself. */
    static Amounts of(BigDecimal value) {
        return new Amounts(readable(value));
    }

    /** For a value that is held against boundaries: none may look equal that is not. */
    static Amounts of(BigDecimal value, List<BigDecimal> boundaries) {
        int decimals = readable(value);
        for (BigDecimal boundary : boundaries) {
            int scale = Math.max(0, boundary.stripTrailingZeros().scale());
            decimals = Math.max(decimals, scale <= MOST_OF_A_BOUNDARY ? scale : 0);
        }
        while (decimals < MOST && hidesADifference(value, boundaries, decimals)) {
            decimals++;
        }
        return new Amounts(decimals);
    }

    static List<BigDecimal> boundaries(ResolvedTarget target) {
        List<BigDecimal> all = new ArrayList<>();
        Stream.of(target.goal(), target.warning())
                .filter(Objects::nonNull)
                .forEach(boundary -> all.addAll(numbers(boundary)));
        return all;
    }

    private static List<BigDecimal> numbers(Boundary boundary) {
        return Stream.of(boundary.value(), boundary.lower(), boundary.upper())
                .filter(Objects::nonNull)
                .toList();
    }

    private static boolean hidesADifference(
            BigDecimal value, List<BigDecimal> boundaries, int decimals) {
        BigDecimal exact = rounded(value, MOST);
        return boundaries.stream()
                .anyMatch(boundary ->
                        rounded(boundary, MOST).compareTo(exact) != 0
                                && rounded(boundary, decimals).compareTo(rounded(value, decimals))
                                        == 0);
    }

    /** Three digits or so. */
    private static int readable(BigDecimal value) {
        if (value.stripTrailingZeros().scale() <= 0) {
            return 0;
        }
        double size = value.abs().doubleValue();
        return size >= 10 ? 1 : size >= 1 ? 2 : 3;
    }

    /** The number as it is written, without zeros at its end. */
    BigDecimal shown(BigDecimal number) {
        BigDecimal stripped = rounded(number, decimals).stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static BigDecimal rounded(BigDecimal number, int decimals) {
        return number.setScale(decimals, RoundingMode.HALF_EVEN);
    }
}
