package io.effekt.kpi.application.explain;

import io.effekt.kernel.Language;
import io.effekt.kernel.Period;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/**
 * The sentences of one language, from {@code sentences/<tag>.properties}: patterns of {@link
 * MessageFormat}, words for units, and how numbers and days are written.
 */
final class Phrases {
    /** There is no file of nynorsk yet: bokmål is the nearest. */
    private static final Map<Language, Phrases> ALL =
            Map.of(
                    Language.EN, new Phrases("en"),
                    Language.NB, new Phrases("nb"),
                    Language.NN, new Phrases("nb"));

    private final Properties phrases = new Properties();
    private final Locale locale;

    private Phrases(String tag) {
        String file = "/sentences/" + tag + ".properties";
        try (InputStream bytes = Phrases.class.getResourceAsStream(file)) {
            if (bytes == null) {
                throw new IllegalStateException("no file " + file);
            }
            phrases.load(new InputStreamReader(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        locale = Locale.forLanguageTag(pattern("locale"));
    }

    static Phrases in(Language language) {
        return Objects.requireNonNull(ALL.get(language));
    }

    /**
     * The phrase with its arguments.
     *
     * @throws IllegalArgumentException when the language has no such phrase
     */
    String say(String key, Object... arguments) {
        return new MessageFormat(pattern(key), locale).format(arguments);
    }

    private String pattern(String key) {
        String pattern = phrases.getProperty(key);
        if (pattern == null) {
            throw new IllegalArgumentException("no phrase: " + key);
        }
        return pattern;
    }

    String day(LocalDate day) {
        return DateTimeFormatter.ofPattern(pattern("day"), locale).format(day);
    }

    /** The period by its name, for instance {@code the first quarter of 2026}. */
    String named(Period period) {
        LocalDate start = period.start();
        String key = "period." + period.unit().word();
        String year = String.valueOf(start.getYear());
        return switch (period.unit()) {
            case DAY -> day(start);
            case WEEK ->
                    say(
                            key,
                            start.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR),
                            String.valueOf(start.get(IsoFields.WEEK_BASED_YEAR)));
            case MONTH -> DateTimeFormatter.ofPattern(pattern(key), locale).format(start);
            case QUARTER -> say(key, start.get(IsoFields.QUARTER_OF_YEAR), year);
            case HALF_YEAR -> say(key, start.getMonthValue() == 1 ? 1 : 2, year);
            case YEAR -> say(key, 0, year);
        };
    }

    /** The period as the time of something, for instance {@code in March 2026}. */
    String during(Period period) {
        return switch (period.unit()) {
            case DAY -> say("during.day", named(period));
            case WEEK, MONTH, QUARTER, HALF_YEAR, YEAR -> say("during", named(period));
        };
    }

    String number(BigDecimal number) {
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
        symbols.setDecimalSeparator(pattern("number.decimal").charAt(0));
        symbols.setGroupingSeparator(pattern("number.grouping").charAt(0));
        symbols.setMinusSign(pattern("number.minus").charAt(0));
        return new DecimalFormat("#,##0.#########", symbols).format(number);
    }

    /** The number with its unit as a word, where the unit has one. */
    String amount(BigDecimal number, String unit) {
        boolean one = number.abs().compareTo(BigDecimal.ONE) == 0;
        String word = phrases.getProperty((one ? "one." : "unit.") + unit, unit);
        return word.isEmpty() ? number(number) : number(number) + " " + word;
    }
}
