package io.effekt.kpi.domain.disclosure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who keeps every sum that was ever published and solves the equations, with exact
 * fractions. Knows who belongs where and how many answers everything has; looks for what the
 * answers of any few were together.
 */
public final class Attacker {
    private final IdentityHashMap<Object, Long> answers = new IdentityHashMap<>();
    private final List<Object> unknowns = new ArrayList<>();
    private final IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();
    private final Set<Set<Integer>> sums = new HashSet<>();
    private @Nullable Solution solved;
    private @Nullable Solution allowed;

    /** There are so many answers in that unknown. */
    public void answers(Object unknown, long count) {
        if (answers.put(unknown, count) == null) {
            numbers.put(unknown, unknowns.size());
            unknowns.add(unknown);
        }
    }

    /** The sum of these was published. */
    public void learns(Collection<?> some) {
        Set<Integer> sum = numbered(some);
        if (!sum.isEmpty() && sums.add(sum)) {
            solved = null;
        }
    }

    private Set<Integer> numbered(Collection<?> some) {
        Set<Integer> sum = new HashSet<>();
        for (Object unknown : some) {
            Integer number = numbers.get(unknown);
            if (number == null) {
                throw new IllegalArgumentException("never counted: " + unknown);
            }
            sum.add(number);
        }
        return sum;
    }

    /** Whether the sum of exactly these follows. */
    public boolean knows(Collection<?> some) {
        Set<Integer> wanted = numbered(some);
        return !wanted.isEmpty() && solution().holds(wanted);
    }

    /** What follows by now had been allowed. */
    public void forgive() {
        allowed = solution();
    }

    /**
     * Unknowns with fewer answers together whose sum follows, and did not when others were last
     * forgiven; null when there are none.
     */
    public @Nullable List<Object> smallGroup(long limit) {
        return solution().smallGroup(limit);
    }

    private Solution solution() {
        Solution known = solved;
        if (known == null) {
            known = new Solution();
            solved = known;
        }
        return known;
    }

    private final class Solution {
        /** Unknowns that every sum holds together are one. */
        private final List<List<Integer>> blocks;

        private final int[] blockOf = new int[unknowns.size()];
        private long[] marked = {};
        private final NavigableMap<Integer, NavigableMap<Integer, Fraction>> reduced =
                new TreeMap<>();

        Solution() {
            List<Set<Integer>> all = List.copyOf(sums);
            Map<List<Integer>, List<Integer>> together = new LinkedHashMap<>();
            List<List<Integer>> memberOf = new ArrayList<>();
            unknowns.forEach(any -> memberOf.add(new ArrayList<>()));
            for (int sum = 0; sum < all.size(); sum++) {
                for (int unknown : all.get(sum)) {
                    memberOf.get(unknown).add(sum);
                }
            }
            for (int unknown = 0; unknown < memberOf.size(); unknown++) {
                together.computeIfAbsent(memberOf.get(unknown), any -> new ArrayList<>())
                        .add(unknown);
            }
            blocks = List.copyOf(together.values());
            for (int block = 0; block < blocks.size(); block++) {
                for (int unknown : blocks.get(block)) {
                    blockOf[unknown] = block;
                }
            }
            all.forEach(this::reduceBy);
        }

        private void reduceBy(Set<Integer> sum) {
            NavigableMap<Integer, Fraction> row = row(sum);
            clear(row);
            if (row.isEmpty()) {
                return;
            }
            int pivot = row.firstKey();
            Fraction first = row.firstEntry().getValue();
            row.replaceAll((column, value) -> value.over(first));
            for (NavigableMap<Integer, Fraction> other : reduced.values()) {
                Fraction there = other.get(pivot);
                if (there != null) {
                    subtract(other, row, there);
                }
            }
            reduced.put(pivot, row);
        }

        private NavigableMap<Integer, Fraction> row(Collection<Integer> sum) {
            NavigableMap<Integer, Fraction> row = new TreeMap<>();
            sum.forEach(unknown -> row.put(blockOf[unknown], Fraction.of(1)));
            return row;
        }

        private void clear(NavigableMap<Integer, Fraction> row) {
            for (int column : List.copyOf(row.keySet())) {
                NavigableMap<Integer, Fraction> by = reduced.get(column);
                Fraction there = row.get(column);
                if (by != null && there != null) {
                    subtract(row, by, there);
                }
            }
        }

        private static void subtract(
                NavigableMap<Integer, Fraction> from,
                NavigableMap<Integer, Fraction> row,
                Fraction times) {
            row.forEach((column, value) -> {
                Fraction left =
                        from.getOrDefault(column, Fraction.ZERO)
                                .plus(value.times(times).times(Fraction.of(-1)));
                if (left.above().signum() == 0) {
                    from.remove(column);
                } else {
                    from.put(column, left);
                }
            });
        }

        boolean holds(Set<Integer> unknownsWanted) {
            NavigableMap<Integer, Fraction> row = row(unknownsWanted);
            long whole = row.keySet().stream().mapToLong(b -> blocks.get(b).size()).sum();
            if (whole != unknownsWanted.size()) {
                return false;
            }
            clear(row);
            return row.isEmpty();
        }

        /** As {@link #holds}, by the marks alone: quickly, and wrong once in a very long while. */
        boolean seemsToHold(Set<Integer> unknownsWanted) {
            NavigableMap<Integer, Fraction> row = row(unknownsWanted);
            long whole = row.keySet().stream().mapToLong(b -> blocks.get(b).size()).sum();
            if (marked.length == 0) {
                marked = marks(blocks.size());
            }
            return whole == unknownsWanted.size()
                    && row.keySet().stream().mapToLong(block -> marked[block]).sum() == 0;
        }

        @Nullable List<Object> smallGroup(long limit) {
            long[] size = new long[blocks.size()];
            for (int block = 0; block < size.length; block++) {
                for (int unknown : blocks.get(block)) {
                    size[block] += answers.getOrDefault(unknowns.get(unknown), 0L);
                }
            }
            return new Search(limit, size, marks(size.length)).search();
        }

        /** Numbers that add up to 0 over a set of blocks whose sum follows, and hardly else. */
        private long[] marks(int count) {
            SplittableRandom random = new SplittableRandom(4711);
            long[] marks = new long[count];
            Map<Integer, Long> free = new HashMap<>();
            for (int block = 0; block < count; block++) {
                if (!reduced.containsKey(block)) {
                    free.put(block, random.nextLong());
                    marks[block] = free.getOrDefault(block, 0L);
                }
            }
            reduced.forEach((pivot, row) -> {
                // Fractions go by their numerators over all denominators below 7.
                for (Map.Entry<Integer, Fraction> entry : row.tailMap(pivot, false).entrySet()) {
                    marks[pivot] -=
                            entry.getValue().times(Fraction.of(WHOLE)).above().longValue()
                                    * free.getOrDefault(entry.getKey(), 0L);
                }
            });
            for (int block = 0; block < count; block++) {
                if (free.containsKey(block)) {
                    marks[block] *= WHOLE;
                }
            }
            return marks;
        }

        private static final long WHOLE = 60;

        private final class Search {
            private final long limit;
            private final long[] size;
            private final long[] marks;
            private final int[] few;

            Search(long limit, long[] size, long[] marks) {
                this.limit = limit;
                this.size = size;
                this.marks = marks;
                List<Integer> some = new ArrayList<>();
                for (int block = 0; block < size.length; block++) {
                    if (size[block] > 0 && size[block] < limit) {
                        some.add(block);
                    }
                }
                few = some.stream().mapToInt(Integer::intValue).toArray();
            }

            @Nullable List<Object> search() {
                return from(0, new int[0], 0, 0);
            }

            private @Nullable List<Object> from(int next, int[] taken, long held, long mark) {
                for (int i = next; i < few.length; i++) {
                    int block = few[i];
                    if (held + size[block] < limit) {
                        int[] with = Arrays.copyOf(taken, taken.length + 1);
                        with[taken.length] = block;
                        List<Object> found = mark + marks[block] == 0 ? group(with) : null;
                        if (found == null) {
                            found = from(i + 1, with, held + size[block], mark + marks[block]);
                        }
                        if (found != null) {
                            return found;
                        }
                    }
                }
                return null;
            }

            private @Nullable List<Object> group(int[] taken) {
                Set<Integer> group = new HashSet<>();
                for (int block : taken) {
                    group.addAll(blocks.get(block));
                }
                boolean isNew = allowed == null || !allowed.seemsToHold(group);
                return isNew && holds(group) ? group.stream().map(unknowns::get).toList() : null;
            }
        }
    }
}
