package io.effekt.bi;

import io.effekt.kernel.NearestWord;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The name that a caller meant who wrote one that is not there. */
public final class DidYouMean {
    private static final int SHORTEST_PART = 3;

    private DidYouMean() {}

    /**
     * The nearest known name: by single edits, or else one that is a part of the given one or has
     * it as a part, as {@code Kpi} for {@code KpiKey}.
     */
    public static Optional<String> of(String given, Collection<String> known) {
        return NearestWord.to(given, known).or(() -> part(given, known));
    }

    /** The end of a sentence: {@code "; did you mean 'Kpi'?"}, or a full stop. */
    public static String ask(String given, Collection<String> known) {
        return of(given, known).map(near -> "; did you mean '" + near + "'?").orElse(".");
    }

    private static Optional<String> part(String given, Collection<String> known) {
        String wanted = bare(given);
        return known.stream()
                .filter(word -> {
                    String bare = bare(word);
                    return Math.min(bare.length(), wanted.length()) >= SHORTEST_PART
                            && (wanted.contains(bare) || bare.contains(wanted));
                })
                .min(
                        Comparator.comparingInt(
                                        (String word) -> Math.abs(word.length() - given.length()))
                                .thenComparing(Comparator.naturalOrder()));
    }

    private static String bare(String name) {
        return name.replace("_", "").replace("$", "").toLowerCase(Locale.ROOT);
    }
}
