package io.effekt.ingest.form;

import io.effekt.kpi.domain.measurement.Content;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes a measurement as JSON with its fields in order of their names. */
public final class MeasurementJson {
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /** How numbers are written. */
    enum Numbers {
        /** With the zeros that they came with. */
        AS_SENT,
        /** Equal numbers alike. */
        BY_VALUE
    }

    private final JsonBytes json = new JsonBytes();
    private final Numbers numbers;

    private MeasurementJson(Numbers numbers) {
        this.numbers = numbers;
    }

    /** What the id stands for: everything but the id itself and its source. */
    static byte[] content(ParsedMeasurement measurement, Numbers numbers) {
        return new MeasurementJson(numbers).write(measurement, false);
    }

    /** The whole measurement, its numbers with the zeros that they came with. */
    public static byte[] asSent(ParsedMeasurement measurement) {
        return new MeasurementJson(Numbers.AS_SENT).write(measurement, true);
    }

    private byte[] write(ParsedMeasurement m, boolean withId) {
        Content content = m.content();
        json.open();
        text(Field.COMMENT, m.comment());
        text(Field.CORRECTS, m.corrects());
        if (content instanceof Content.Ratio ratio) {
            number(Field.DENOMINATOR, ratio.denominator());
        }
        if (!m.dimensions().isEmpty()) {
            json.name(Field.DIMENSIONS.fieldName()).open();
            m.dimensions().forEach((name, label) -> json.name(name).text(label));
            json.close();
        }
        text(Field.ID, withId ? m.id() : null);
        text(Field.KPI, m.kpi());
        if (content instanceof Content.Ratio ratio) {
            number(Field.NUMERATOR, ratio.numerator());
        }
        text(Field.OBSERVED_AT, m.observedAt() == null ? null : microseconds(m.observedAt()));
        text(Field.PERIOD, m.period() == null ? null : m.period().toString());
        text(Field.REASON, m.reason());
        text(Field.RETRACTS, m.retracts());
        text(Field.SCOPE, m.scope().toString());
        if (content instanceof Content.Scores scores) {
            scores(scores.counts());
        }
        text(Field.SOURCE, withId ? m.source() : null);
        if (content instanceof Content.Number number) {
            number(Field.VALUE, number.value());
            number(Field.WEIGHT, number.weight());
        }
        return json.close().toBytes();
    }

    private void text(Field field, @Nullable String text) {
        if (text != null) {
            json.name(field.fieldName()).text(text);
        }
    }

    private void number(Field field, BigDecimal number) {
        BigDecimal written =
                switch (numbers) {
                    case AS_SENT -> number;
                    case BY_VALUE -> number.stripTrailingZeros();
                };
        json.name(field.fieldName()).literal(written.toPlainString());
    }

    private void scores(List<Long> counts) {
        json.name(Field.SCORES.fieldName()).open();
        for (int score = 0; score < counts.size(); score++) {
            if (counts.get(score) != 0) {
                json.name(Integer.toString(score)).literal(Long.toString(counts.get(score)));
            }
        }
        json.close();
    }

    /** UTC with six digits, always. */
    static String microseconds(Instant instant) {
        return MICROSECONDS.format(instant);
    }
}
