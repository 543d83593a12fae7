package io.effekt.kernel;

import java.util.regex.Pattern;

/** The form of every key: {@code [a-z0-9][a-z0-9-]{0,62}}. */
public final class Slug {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private Slug() {}

    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * Returns the key itself.
     *
     * @throws IllegalArgumentException with a sentence that names the form
     */
    public static String require(String text) {
        if (!isValid(text)) {
            throw new IllegalArgumentException(
                    "a key is 1 to 63 characters of a-z, 0-9 and '-', and begins with a letter or a"
                            + " digit");
        }
        return text;
    }
}
