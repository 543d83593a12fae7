package io.effekt.kernel;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The languages that people are answered in. */
public enum Language {
    NB("nb"),
    NN("nn"),
    EN("en");

    /** Reading a longer header takes time by the square of its length. */
    private static final int LONGEST = 1_000;

    private final String tag;

    Language(String tag) {
        this.tag = tag;
    }

    /** As it is written in a header, and as key of texts. */
    public String tag() {
        return tag;
    }

    /**
     * The language that a header {@code Accept-Language} asks for first; English when it asks for
     * none of these, or cannot be read.
     */
    public static Language of(String header) {
        if (header.length() > LONGEST) {
            return EN;
        }
        List<Locale.LanguageRange> ranges;
        try {
            ranges = Locale.LanguageRange.parse(header);
        } catch (IllegalArgumentException e) {
            return EN;
        }
        for (Locale.LanguageRange range : ranges) {
            if (range.getWeight() > 0) {
                switch (range.getRange().split("-", 2)[0]) {
                    case "nb", "no" -> {
                        return NB;
                    }
                    case "nn" -> {
                        return NN;
                    }
                    case "en" -> {
                        return EN;
                    }
                    default -> {
                        // the next best may be one of ours
                    }
                }
            }
        }
        return EN;
    }

    /** The languages that a text is taken in, the best first. */
    private List<Language> best() {
        return switch (this) {
            case NB -> List.of(NB, NN, EN);
            case NN -> List.of(NN, NB, EN);
            case EN -> List.of(EN, NB, NN);
        };
    }

    /**
     * A text in this language, or in the next best that it is there in; empty when it is there in
     * none.
     *
     * @param texts language tag to text
     */
    public String pick(Map<String, String> texts) {
        for (Language language : best()) {
            String text = texts.get(language.tag);
            if (text != null) {
                return text;
            }
        }
        return texts.entrySet().stream()
                .min(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .orElse("");
    }
}
