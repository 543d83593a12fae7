package io.effekt.kpi.domain.disclosure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Matches the answers of one scope between the states of a period. Equal answers are matched as far
 * as possible: when one disappears under a label or stream and an equal one appears under another,
 * it counts as moved, not as withdrawn and given again.
 */
final class AnswerMatching {
    /** Where an answer does not count. */
    private static final int NOWHERE = -1;

    private final TreeMap<String, Track> tracks = new TreeMap<>();
    private final List<List<String>> labels;

    /**
     * @param labels of each origin, by its number
     */
    AnswerMatching(List<List<String>> labels) {
        this.labels = labels;
    }

    private record Track(List<Integer> path, long count) {
        Track to(int origin, long some) {
            List<Integer> longer = new ArrayList<>(path);
            longer.add(origin);
            return new Track(longer, some);
        }

        int last() {
            return path.getLast();
        }
    }

    /**
     * Adds answers of one kind.
     *
     * @param held for each state, and each origin by its number, how many there are
     */
    void add(long[][] held) {
        List<Track> open = new ArrayList<>();
        for (int state = 0; state < held.length; state++) {
            open = next(open, state, held[state].clone());
        }
        for (Track track : open) {
            tracks.merge(
                    track.path().toString(),
                    track,
                    (a, b) -> new Track(a.path(), a.count() + b.count()));
        }
    }

    private List<Track> next(List<Track> open, int state, long[] held) {
        List<Track> next = new ArrayList<>();
        List<Track> leaving = new ArrayList<>();
        for (Track track : open) {
            int last = track.last();
            long stay = last == NOWHERE ? 0 : Math.min(track.count(), held[last]);
            if (stay > 0) {
                held[last] -= stay;
                next.add(track.to(last, stay));
            }
            if (last == NOWHERE) {
                next.add(track.to(NOWHERE, track.count()));
            } else if (stay < track.count()) {
                leaving.add(new Track(track.path(), track.count() - stay));
            }
        }
        // A team that belongs elsewhere keeps its labels: those are likelier than any other.
        for (Track track : moved(moved(leaving, held, true, next), held, false, next)) {
            next.add(track.to(NOWHERE, track.count()));
        }
        Integer[] absent = new Integer[state];
        Arrays.fill(absent, NOWHERE);
        for (int origin = 0; origin < held.length; origin++) {
            if (held[origin] > 0) {
                next.add(new Track(List.of(absent), 0).to(origin, held[origin]));
            }
        }
        return next;
    }

    /** Lets tracks go on where there is room; gives back what is left of them. */
    private List<Track> moved(
            List<Track> leaving, long[] held, boolean sameLabels, List<Track> next) {
        List<Track> rest = new ArrayList<>();
        for (Track track : leaving) {
            List<String> own = labels.get(track.last());
            long left = track.count();
            for (int origin = 0; origin < held.length && left > 0; origin++) {
                long some = Math.min(left, held[origin]);
                if (some > 0 && (!sameLabels || labels.get(origin).equals(own))) {
                    held[origin] -= some;
                    left -= some;
                    next.add(track.to(origin, some));
                }
            }
            if (left > 0) {
                rest.add(new Track(track.path(), left));
            }
        }
        return rest;
    }

    /**
     * Gives the path of each, by numbers of origins, negative where it did not count; and how many.
     */
    void forEach(BiConsumer<List<Integer>, Long> to) {
        for (Map.Entry<String, Track> track : tracks.entrySet()) {
            to.accept(track.getValue().path(), track.getValue().count());
        }
    }
}
