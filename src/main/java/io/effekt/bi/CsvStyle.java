package io.effekt.bi;

import io.effekt.http.QueryParameters;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a CSV is written: as RFC 4180 has it, or as a spreadsheet of some country reads it. */
enum CsvStyle {
    /** Commas, decimal points, no mark at the beginning. */
    PLAIN,

    /**
     * As Excel reads it in Norway: semicolons, decimal commas, a byte order mark, and the words
     * that stand for true and false there.
     */
    NORWEGIAN;

    /**
     * @param locale a language tag; null for none
     */
    static CsvStyle of(@Nullable String locale) {
        if (locale == null) {
            return PLAIN;
        }
        return switch (locale.toLowerCase(Locale.ROOT).replace('_', '-').split("-", 2)[0]) {
            case "nb", "nn", "no" -> NORWEGIAN;
            case "en" -> PLAIN;
            default ->
                    throw QueryParameters.refused(
                            "invalid-parameter", "locale", "Write 'locale' as nb, nn or en.");
        };
    }

    char separator() {
        return this == PLAIN ? ',' : ';';
    }

    /** What a file begins with. */
    String mark() {
        return this == PLAIN ? "" : "\ufeff";
    }

    /** A number with a decimal point, as it is written here. */
    String number(String number) {
        return this == PLAIN ? number : number.replace('.', ',');
    }

    String truth(boolean truth) {
        return this == PLAIN ? Boolean.toString(truth) : truth ? "SANN" : "USANN";
    }
}
