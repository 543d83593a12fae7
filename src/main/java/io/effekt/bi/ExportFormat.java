package io.effekt.bi;

import io.effekt.http.QueryParameters;
import io.effekt.kernel.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Forms that a flat export has. */
enum ExportFormat {
    JSON("json", "application/json", "application/json"),
    NDJSON("ndjson", "application/x-ndjson", "application/x-ndjson"),
    CSV("csv", "text/csv", "text/csv;charset=utf-8"),
    XLSX(
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    private static final int EXACT = 3;
    private static final int SUBTYPES = 2;
    private static final int ANY = 1;

    private final String word;
    private final String mediaType;
    private final String contentType;

    ExportFormat(String word, String mediaType, String contentType) {
        this.word = word;
        this.mediaType = mediaType;
        this.contentType = contentType;
    }

    /** A range of {@code Accept}. */
    private record Range(String type, double quality, int place) {
        /** How closely it names a format; 0 where it does not. */
        int names(ExportFormat format) {
            if (type.equals(format.mediaType)) {
                return EXACT;
            }
            String main = format.mediaType.substring(0, format.mediaType.indexOf('/') + 1);
            return type.equals(main + "*") ? SUBTYPES : type.equals("*/*") ? ANY : 0;
        }
    }

    String contentType() {
        return contentType;
    }

    /** The end of a file's name. */
    String word() {
        return word;
    }

    /** Whether it is saved as a file. */
    boolean isFile() {
        return this != JSON;
    }

    /**
     * What is asked for: by the parameter, and without it by the header.
     *
     * @param word of the parameter {@code format}
     * @param accept values of the header {@code Accept}
     */
    static ExportFormat of(@Nullable String word, List<String> accept) {
        if (word != null) {
            return Arrays.stream(values())
                    .filter(format -> format.word.equals(word))
                    .findFirst()
                    .orElseThrow(() ->
                            QueryParameters.refused(
                                    "invalid-parameter",
                                    "format",
                                    "Write 'format' as json, ndjson, csv or xlsx."));
        }
        return accepted(accept)
                .orElseThrow(() ->
                        Problem.of(
                                        406,
                                        "not-acceptable",
                                        "There are "
                                                + Arrays.stream(values())
                                                        .map(format -> format.mediaType)
                                                        .collect(Collectors.joining(", "))
                                                + ": accept one of them, or name it by 'format'.")
                                .exception());
    }

    private static Optional<ExportFormat> accepted(List<String> accept) {
        List<String> parts =
                accept.stream()
                        .flatMap(header -> Stream.of(header.split(",", -1)))
                        .filter(part -> !part.isBlank())
                        .toList();
        if (parts.isEmpty()) {
            return Optional.of(JSON);
        }
        List<Range> ranges =
                java.util.stream.IntStream.range(0, parts.size())
                        .mapToObj(place -> range(parts.get(place), place))
                        .toList();
        ExportFormat best = null;
        Range bestBy = null;
        for (ExportFormat format : values()) {
            Range by =
                    ranges.stream()
                            .filter(range -> range.names(format) > 0)
                            .reduce((a, b) -> b.names(format) > a.names(format) ? b : a)
                            .orElse(null);
            if (by != null
                    && by.quality() > 0
                    && (bestBy == null || best == null || beats(by, format, bestBy, best))) {
                best = format;
                bestBy = by;
            }
        }
        return Optional.ofNullable(best);
    }

    /** By quality, then how closely it is named, then what is named first. */
    private static boolean beats(Range by, ExportFormat format, Range best, ExportFormat its) {
        if (by.quality() != best.quality()) {
            return by.quality() > best.quality();
        }
        if (by.names(format) != best.names(its)) {
            return by.names(format) > best.names(its);
        }
        return by.place() < best.place();
    }

    private static Range range(String part, int place) {
        String[] pieces = part.split(";", -1);
        double quality = 1;
        for (int i = 1; i < pieces.length; i++) {
            String piece = pieces[i].replace(" ", "").toLowerCase(Locale.ROOT);
            if (piece.startsWith("q=")) {
                quality = quality(piece.substring(2));
            }
        }
        return new Range(pieces[0].strip().toLowerCase(Locale.ROOT), quality, place);
    }

    private static double quality(String text) {
        return text.matches("[01](\\.\\d{0,3})?") ? Double.parseDouble(text) : 1;
    }
}
