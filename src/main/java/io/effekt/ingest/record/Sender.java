package io.effekt.ingest.record;

import io.effekt.access.Limits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the sender of one measurement may, as far as only the log can tell: the door has asked all
 * the rest.
 *
 * @param steward whether a steward sent it, and answers for it
 * @param undoes whether it is part of taking an import back, which a steward may do whosever the
 *     source is
 * @param limits where a measurement must have counted that this one takes the place of; none where
 *     it replaces nothing
 */
public record Sender(boolean steward, boolean undoes, Limits limits) {
    /** The one who wrote to the topic. */
    public static final Sender OUTSIDE = new Sender(false, false, Limits.NONE);

    private static final String STEWARD = "steward";
    private static final String UNDOES = "undoes";
    private static final String LIMITED = "limited";
    private static final String TEAMS = "teams=";
    private static final String KPIS = "kpis=";

    /** Whether the source need not be the sender's. */
    public boolean mayUseAnySource() {
        return steward && undoes;
    }

    /**
     * As it travels: {@code steward} or {@code -}, more words after blanks, and streams after a
     * semicolon. One that replaces nothing is written, and read, as by versions before this one.
     */
    public String text() {
        List<String> words = new ArrayList<>();
        words.add(steward ? STEWARD : "-");
        if (undoes) {
            words.add(UNDOES);
        }
        if (!limits.everywhere()) {
            words.add(LIMITED);
        }
        add(words, TEAMS, limits.teams());
        add(words, KPIS, limits.kpis());
        return String.join(" ", words) + ";" + String.join(",", new TreeSet<>(limits.streams()));
    }

    private static void add(List<String> words, String name, Collection<String> keys) {
        if (!keys.isEmpty()) {
            words.add(name + String.join(",", new TreeSet<>(keys)));
        }
    }

    /** Reads what {@link #text} wrote. */
    public static Sender of(String text) {
        int end = text.indexOf(';');
        List<String> words = Arrays.asList(text.substring(0, end).split(" ", -1));
        Set<String> streams = keys(text.substring(end + 1));
        Set<String> teams = keys(words, TEAMS);
        // Before there was the word, streams alone said that there are limits.
        boolean everywhere = !words.contains(LIMITED) && streams.isEmpty();
        return new Sender(
                words.contains(STEWARD),
                words.contains(UNDOES),
                new Limits(everywhere, teams, streams, keys(words, KPIS)));
    }

    private static Set<String> keys(List<String> words, String name) {
        return words.stream()
                .filter(word -> word.startsWith(name))
                .findFirst()
                .map(word -> keys(word.substring(name.length())))
                .orElse(Set.of());
    }

    private static Set<String> keys(String list) {
        return list.isEmpty() ? Set.of() : Set.of(list.split(",", -1));
    }
}
