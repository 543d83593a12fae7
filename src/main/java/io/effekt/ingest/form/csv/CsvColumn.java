package io.effekt.ingest.form.csv;

import io.effekt.ingest.form.ContentBuilder;
import io.effekt.ingest.form.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a cell of the column goes to. */
sealed interface CsvColumn {
    String SCORES = Field.SCORES.fieldName() + ".";
    String DIMENSIONS = Field.DIMENSIONS.fieldName() + ".";

    record Text(Field field) implements CsvColumn {}

    record Number(Field field) implements CsvColumn {}

    record Score(String score) implements CsvColumn {}

    record Dimension(String name) implements CsvColumn {}

    /** What the list of rejections says of a row: why it was refused. */
    record PassedOver() implements CsvColumn {}

    /** Its cells have to be empty, as those at the end that a spreadsheet leaves. */
    record Nameless(int number) implements CsvColumn {}

    /** Whether the column of that name holds numbers. */
    static boolean isNumber(String name) {
        return named(name) instanceof Number || named(name) instanceof Score;
    }

    /** How many there are up to the last one that has a name. */
    static int named(List<String> header) {
        int named = header.size();
        while (named > 0 && header.get(named - 1).isEmpty()) {
            named--;
        }
        return named;
    }

    /** Whether all of it are names of columns, or nothing. */
    static boolean isHeader(List<String> header) {
        List<String> names = header.stream().map(String::strip).toList();
        return names.stream()
                .allMatch(name -> name.isEmpty() || isOfRejections(name) || named(name) != null);
    }

    static boolean isOfRejections(String name) {
        return RejectedColumns.ABOUT.contains(name);
    }

    static @Nullable CsvColumn named(String name) {
        if (name.startsWith(SCORES)) {
            String score = name.substring(SCORES.length());
            return ContentBuilder.isScore(score) ? new Score(score) : null;
        }
        if (name.startsWith(DIMENSIONS) && name.length() > DIMENSIONS.length()) {
            return new Dimension(name.substring(DIMENSIONS.length()));
        }
        Field field = Field.named(name);
        return field == null
                ? null
                : switch (field) {
                    case SOURCE,
                            ID,
                            KPI,
                            SCOPE,
                            OBSERVED_AT,
                            PERIOD,
                            COMMENT,
                            CORRECTS,
                            RETRACTS,
                            REASON ->
                            new Text(field);
                    case VALUE, WEIGHT, NUMERATOR, DENOMINATOR -> new Number(field);
                    case SCORES, DIMENSIONS -> null;
                };
    }
}
