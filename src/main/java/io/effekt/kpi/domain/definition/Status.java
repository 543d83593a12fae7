package io.effekt.kpi.domain.definition;

import io.effekt.kernel.NearestWord;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is said of a KPI, scope and period. */
public enum Status {
    ON_TRACK("on_track"),
    AT_RISK("at_risk"),
    OFF_TRACK("off_track"),
    NONE("none"),
    PENDING("pending"),
    STALE("stale"),
    NO_DATA("no_data"),
    NO_TARGET("no_target"),
    NO_BASELINE("no_baseline"),
    SUPPRESSED("suppressed");

    private static final Map<String, Status> COLOURS =
            Map.of(
                    "green", ON_TRACK,
                    "yellow", AT_RISK,
                    "amber", AT_RISK,
                    "orange", AT_RISK,
                    "red", OFF_TRACK);

    private final String word;

    Status(String word) {
        this.word = word;
    }

    /** The word used in the API. */
    public String word() {
        return word;
    }

    /**
     * Reads the word back.
     *
     * @throws IllegalArgumentException when it is none of them
     */
    public static Status of(String word) {
        for (Status each : values()) {
            if (each.word.equals(word)) {
                return each;
            }
        }
        throw new IllegalArgumentException(
                "write "
                        + String.join(", ", words())
                        + nearest(word).map(near -> "; did you mean '" + near + "'?").orElse(""));
    }

    /** What people say for it: the word, or the colour that it is painted in. */
    private static Optional<String> nearest(String word) {
        return Optional.ofNullable(COLOURS.get(word.toLowerCase(Locale.ROOT)))
                .map(Status::word)
                .or(() -> NearestWord.to(word, words()));
    }

    private static List<String> words() {
        return Arrays.stream(values()).map(Status::word).toList();
    }
}
