package io.effekt.kernel;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What somebody probably meant who wrote a word that nobody knows. */
public final class NearestWord {
    /** Longer words are not compared: the cost is the product of the lengths. */
    private static final int LONGEST = 64;

    private NearestWord() {}

    /**
     * The known word with the fewest single edits (insert, drop, replace, swap) from the given one,
     * whatever the case; empty when none is near enough to be meant. Ties go to the first in order
     * of the collection.
     */
    public static Optional<String> to(String given, Collection<String> known) {
        if (given.isEmpty() || given.length() > LONGEST) {
            return Optional.empty();
        }
        String wanted = given.toLowerCase(Locale.ROOT);
        String best = null;
        int fewest = Math.max(1, given.length() / 3) + 1;
        for (String word : known) {
            int edits = edits(wanted, word.toLowerCase(Locale.ROOT));
            if (edits < fewest) {
                fewest = edits;
                best = word;
            }
        }
        return Optional.ofNullable(best);
    }

    private static int edits(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
                if (isSwap(a, i, b, j)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] oldest = beforeLast;
            beforeLast = last;
            last = row;
            row = oldest;
        }
        return last[b.length()];
    }

    private static boolean isSwap(String a, int i, String b, int j) {
        return i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
    }
}
