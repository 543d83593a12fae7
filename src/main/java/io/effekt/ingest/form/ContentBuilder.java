package io.effekt.ingest.form;

import io.effekt.kernel.Refusal;
import io.effekt.kpi.domain.measurement.Content;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The numbers of one measurement while they are being read. */
public final class ContentBuilder {
    /** Sums of counts stay far from the end of a 64-bit number. */
    static final long MOST_ANSWERS = 1_000_000_000_000L;

    private static final BigDecimal LIMIT = BigDecimal.valueOf(MOST_ANSWERS);
    private static final int SCORES = 11;

    private final Map<Field, BigDecimal> numbers = new EnumMap<>(Field.class);
    private final Long[] counts = new Long[SCORES];
    private int scoresSeen;
    private boolean hasScores;
    private boolean hasEmptyMap;

    ContentBuilder() {
        clear();
    }

    void clear() {
        numbers.clear();
        Arrays.fill(counts, 0L);
        scoresSeen = 0;
        hasScores = false;
        hasEmptyMap = false;
    }

    void number(Field field, BigDecimal number) {
        numbers.put(field, number);
    }

    /** A map without any score is as good as none; where nothing else is there it is named. */
    void openScores() {
        hasEmptyMap = true;
    }

    /** Null, or what is wrong with it. */
    ParseResult.@Nullable Fault<BigDecimal> score(String score, ParseResult<BigDecimal> reading) {
        hasScores = true;
        int index = indexOf(score);
        if (index < 0) {
            return ParseResult.Fault.invalid("is no score: scores are the whole numbers 0 to 10");
        }
        if ((scoresSeen & 1 << index) != 0) {
            return ParseResult.Fault.malformed("is given twice; give it once");
        }
        scoresSeen |= 1 << index;
        return switch (reading) {
            case ParseResult.Fault<BigDecimal> fault -> fault;
            case ParseResult.Value<BigDecimal>(BigDecimal count) -> count(index, count);
        };
    }

    private ParseResult.@Nullable Fault<BigDecimal> count(int index, BigDecimal count) {
        boolean whole = count.stripTrailingZeros().scale() <= 0;
        if (!whole || count.signum() < 0 || count.compareTo(LIMIT) > 0) {
            return ParseResult.Fault.invalid("has to be a whole count from 0 to " + MOST_ANSWERS);
        }
        counts[index] = count.longValueExact();
        return null;
    }

    public static boolean isScore(String text) {
        return indexOf(text) >= 0;
    }

    private static int indexOf(String score) {
        if (score.length() == 1 && score.charAt(0) >= '0' && score.charAt(0) <= '9') {
            return score.charAt(0) - '0';
        }
        return score.equals("10") ? 10 : -1;
    }

    boolean isEmpty() {
        return !hasScores && numbers.isEmpty();
    }

    /** Why this is not the content of one shape, or null. */
    @Nullable Refusal fault() {
        boolean number = has(Field.VALUE) || has(Field.WEIGHT);
        boolean ratio = has(Field.NUMERATOR) || has(Field.DENOMINATOR);
        if (isEmpty() && hasEmptyMap) {
            return noAnswer();
        }
        if (isEmpty()) {
            return Refusal.of(
                    "malformed",
                    "holds no numbers: give 'value', 'numerator' and 'denominator', or 'scores',"
                            + " as the KPI's shape asks");
        }
        if ((number && ratio) || (number && hasScores) || (ratio && hasScores)) {
            return Refusal.of(
                    "shape_mismatch",
                    "mixes shapes: give either 'value', or 'numerator' and 'denominator', or"
                            + " 'scores'");
        }
        if (number) {
            return missing(Field.VALUE) ? alone(Field.WEIGHT, Field.VALUE) : above0(Field.WEIGHT);
        }
        if (ratio) {
            return ratioFault();
        }
        if (Arrays.stream(counts).allMatch(count -> count == 0)) {
            return noAnswer();
        }
        return null;
    }

    private static Refusal noAnswer() {
        return new Refusal(
                "invalid_value", Field.SCORES.pointer(), "'scores' holds no answer at all");
    }

    private @Nullable Refusal ratioFault() {
        if (missing(Field.DENOMINATOR)) {
            return alone(Field.NUMERATOR, Field.DENOMINATOR);
        }
        return missing(Field.NUMERATOR)
                ? alone(Field.DENOMINATOR, Field.NUMERATOR)
                : above0(Field.DENOMINATOR);
    }

    private static Refusal alone(Field given, Field missing) {
        return new Refusal(
                "malformed",
                missing.pointer(),
                "'" + given.fieldName() + "' needs '" + missing.fieldName() + "' beside it");
    }

    private @Nullable Refusal above0(Field field) {
        BigDecimal number = numbers.get(field);
        return number == null || number.signum() > 0
                ? null
                : new Refusal(
                        "invalid_value",
                        field.pointer(),
                        "'" + field.fieldName() + "' has to be above 0");
    }

    private boolean has(Field field) {
        return numbers.containsKey(field);
    }

    private boolean missing(Field field) {
        return !has(field);
    }

    /** The content; null when there is none. Asked only when there is no fault. */
    @Nullable Content content() {
        BigDecimal value = numbers.get(Field.VALUE);
        BigDecimal numerator = numbers.get(Field.NUMERATOR);
        BigDecimal denominator = numbers.get(Field.DENOMINATOR);
        if (value != null) {
            return new Content.Number(value, numbers.getOrDefault(Field.WEIGHT, BigDecimal.ONE));
        }
        if (numerator != null && denominator != null) {
            return new Content.Ratio(numerator, denominator);
        }
        return hasScores ? new Content.Scores(scores()) : null;
    }

    private List<Long> scores() {
        List<Long> list = new ArrayList<>(SCORES);
        Collections.addAll(list, counts);
        return list;
    }
}
