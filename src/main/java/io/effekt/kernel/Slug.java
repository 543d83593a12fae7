package io.effekt.kernel;

/** The form of every key: {@code [a-z0-9][a-z0-9-]{0,62}}. */
public final class Slug {
    private static final int LONGEST = 63;

    private Slug() {}

    public static boolean isValid(String text) {
        int length = text.length();
        if (length == 0 || length > LONGEST || text.charAt(0) == '-') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-') {
                return false;
            }
        }
        return true;
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
