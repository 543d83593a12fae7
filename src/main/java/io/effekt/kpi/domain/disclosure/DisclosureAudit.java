package io.effekt.kpi.domain.disclosure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a reader of published sums can work out by linear algebra. {@link PublishedSums} asks
 * it after every round of suppression: as long as it discloses something, another row is hidden.
 *
 * <p>The unknowns are parts that are published nowhere by themselves; each sum is a set of parts.
 * Parts that lie in the same sums cannot be separated: they are one block. A small group consists
 * of small blocks only, so the sums are eliminated with the large blocks first; the lines that are
 * left without a large block are all that can disclose a small group. The elimination is modulo a
 * large prime, because its numbers grow. For one thread.
 */
final class DisclosureAudit {
    private static final long PRIME = 2_147_483_647L;

    /** Combinations that are tried; beyond them, a disclosure is assumed. */
    private static final int PATIENCE = 20_000;

    private final long limit;
    private final int[] blockOf;
    private final int[] sizes;
    private final long[] answers;
    private final int blocks;
    private final int large;
    private final NavigableMap<Integer, NavigableMap<Integer, Long>> lines = new TreeMap<>();
    private final List<NavigableMap<Integer, Long>> small;
    private final BitSet following = new BitSet();

    /**
     * @param partAnswers of each part, above 0
     * @param sums parts of each published sum; of two that say the same the earlier is used
     * @param limit answers of the smallest group that may be known
     */
    DisclosureAudit(long[] partAnswers, List<int[]> sums, long limit) {
        this.limit = limit;
        long[] marks = new long[partAnswers.length];
        for (int sum = 0; sum < sums.size(); sum++) {
            long mark = mixed(sum + 1L);
            for (int part : sums.get(sum)) {
                marks[part] += mark;
            }
        }
        Map<Long, long[]> found = new HashMap<>();
        for (int part = 0; part < marks.length; part++) {
            long[] block = found.computeIfAbsent(marks[part], any -> new long[] {0, 0, 0});
            block[0] += partAnswers[part];
            block[1]++;
        }
        List<long[]> ordered = new ArrayList<>();
        for (int part = 0; part < marks.length; part++) {
            long[] block = of(found, marks[part]);
            if (block[2] == 0) {
                block[2] = 1;
                ordered.add(block);
            }
        }
        ordered.sort(Comparator.comparing(block -> block[0] < limit));
        blocks = ordered.size();
        answers = new long[blocks];
        sizes = new int[blocks];
        int largest = 0;
        for (int b = 0; b < blocks; b++) {
            long[] block = ordered.get(b);
            answers[b] = block[0];
            sizes[b] = (int) block[1];
            largest += block[0] >= limit ? 1 : 0;
            block[2] = b;
        }
        large = largest;
        blockOf = new int[marks.length];
        for (int part = 0; part < marks.length; part++) {
            blockOf[part] = (int) of(found, marks[part])[2];
        }
        for (int sum = 0; sum < sums.size(); sum++) {
            NavigableMap<Integer, Long> line = line(sums.get(sum));
            line.put(blocks + sum, 1L);
            insert(line);
        }
        small = smallOnly();
    }

    /**
     * A small group, or a guarded set of parts, that can be worked out.
     *
     * @param sums the published sums that it takes
     */
    record Disclosure(Set<Integer> sums) {}

    /**
     * Small groups that can be worked out, or guarded sets of parts: all that a single line
     * discloses; where none does, one that several lines disclose together.
     *
     * @param guarded sets of parts that must not be known, however large
     * @param counts which sums may be hidden: a disclosure without any of them is passed over
     * @return empty when nothing can be worked out
     */
    List<Disclosure> disclosures(Collection<int[]> guarded, IntPredicate counts) {
        List<Disclosure> seen = new ArrayList<>();
        small.forEach(vector -> add(seen, ifSmall(vector, counts)));
        guarded.forEach(parts -> add(seen, known(parts, counts)));
        if (seen.isEmpty()) {
            add(seen, combined(counts));
        }
        return seen;
    }

    private static void add(List<Disclosure> seen, @Nullable Disclosure disclosed) {
        if (disclosed != null) {
            seen.add(disclosed);
        }
    }

    private @Nullable Disclosure combined(IntPredicate counts) {
        for (int i = 0; i < small.size(); i++) {
            for (int j = 0; j < i; j++) {
                Disclosure disclosed = differenceOf(small.get(i), small.get(j), counts);
                if (disclosed != null) {
                    return disclosed;
                }
            }
        }
        return new Combinations(counts).search();
    }

    private @Nullable Disclosure ifSmall(NavigableMap<Integer, Long> vector, IntPredicate counts) {
        long held = 0;
        for (int block : vector.headMap(blocks).keySet()) {
            held += answers[block];
        }
        return held > 0 && held < limit ? disclosure(vector, counts) : null;
    }

    /** Two that share a block are combined so that it falls out. */
    private @Nullable Disclosure differenceOf(
            NavigableMap<Integer, Long> one,
            NavigableMap<Integer, Long> other,
            IntPredicate counts) {
        for (Map.Entry<Integer, Long> entry : one.headMap(blocks).entrySet()) {
            Long shared = other.get(entry.getKey());
            if (shared != null) {
                NavigableMap<Integer, Long> difference = new TreeMap<>(one);
                add(difference, other, PRIME - times(entry.getValue(), inverse(shared)));
                Disclosure disclosed = ifSmall(difference, counts);
                if (disclosed != null) {
                    return disclosed;
                }
            }
        }
        return null;
    }

    /**
     * Tries sums of several small lines, each once or more: unions of groups, not differences. A
     * line may come more than once, because two answers that were taken for one may both be in it.
     */
    private final class Combinations {
        private final IntPredicate counts;
        private int tried;

        Combinations(IntPredicate counts) {
            this.counts = counts;
        }

        @Nullable Disclosure search() {
            Disclosure disclosed = from(0, new TreeMap<>(), 0);
            for (int i = 0; i < small.size() && disclosed == null && tried >= PATIENCE; i++) {
                disclosed = disclosure(small.get(i), counts);
            }
            return disclosed;
        }

        private @Nullable Disclosure from(int next, NavigableMap<Integer, Long> so, long pivots) {
            for (int i = next; i < small.size() && tried++ < PATIENCE; i++) {
                long more = pivots + answers[small.get(i).firstKey()];
                if (more < limit) {
                    NavigableMap<Integer, Long> with = new TreeMap<>(so);
                    add(with, small.get(i), 1);
                    Disclosure disclosed = ifSmall(with, counts);
                    if (disclosed == null) {
                        disclosed = from(i, with, more);
                    }
                    if (disclosed != null) {
                        return disclosed;
                    }
                }
            }
            return null;
        }
    }

    /** Exactly these parts, where they follow. */
    private @Nullable Disclosure known(int[] parts, IntPredicate counts) {
        NavigableMap<Integer, Long> wanted = line(parts);
        int whole = 0;
        for (int block : wanted.keySet()) {
            whole += sizes[block];
        }
        if (parts.length == 0 || whole != parts.length) {
            return null;
        }
        return reduced(wanted) ? disclosure(wanted, counts) : null;
    }

    /** Whether the sum follows from others, so that nothing becomes unknown without it. */
    boolean follows(int sum) {
        return following.get(sum);
    }

    /** Takes the lines away that it is made of; whether no block is left. */
    private boolean reduced(NavigableMap<Integer, Long> vector) {
        while (!vector.isEmpty() && vector.firstKey() < blocks) {
            NavigableMap<Integer, Long> line = lines.get(vector.firstKey());
            if (line == null) {
                return false;
            }
            add(vector, line, PRIME - vector.firstEntry().getValue());
        }
        return true;
    }

    /**
     * @param made with the sums that it is made of
     */
    private @Nullable Disclosure disclosure(NavigableMap<Integer, Long> made, IntPredicate counts) {
        Set<Integer> sums = new LinkedHashSet<>();
        made.tailMap(blocks).keySet().forEach(column -> sums.add(column - blocks));
        return sums.stream().anyMatch(counts::test) ? new Disclosure(sums) : null;
    }

    private NavigableMap<Integer, Long> line(int[] parts) {
        NavigableMap<Integer, Long> line = new TreeMap<>();
        Arrays.stream(parts).forEach(part -> line.put(blockOf[part], 1L));
        return line;
    }

    /** Brings a line in: its first block is the first of no other. */
    private void insert(NavigableMap<Integer, Long> line) {
        while (line.firstKey() < blocks) {
            NavigableMap<Integer, Long> there = lines.get(line.firstKey());
            long first = line.firstEntry().getValue();
            if (there == null) {
                long inverse = inverse(first);
                line.replaceAll((column, value) -> times(value, inverse));
                lines.put(line.firstKey(), line);
                return;
            }
            add(line, there, PRIME - first);
        }
        // Nothing is left of it: each of the sums that it is made of follows from the others.
        line.keySet().forEach(column -> following.set(column - blocks));
    }

    /** Lines without a large block, each cleared of the others' first blocks. */
    private List<NavigableMap<Integer, Long>> smallOnly() {
        NavigableMap<Integer, NavigableMap<Integer, Long>> some =
                new TreeMap<>(lines.tailMap(large));
        for (NavigableMap<Integer, Long> line : some.descendingMap().values()) {
            for (int block : List.copyOf(line.headMap(blocks).keySet())) {
                NavigableMap<Integer, Long> other = some.get(block);
                Long value = line.get(block);
                if (other != null && !block(line, block) && value != null) {
                    add(line, other, PRIME - value);
                }
            }
        }
        return List.copyOf(some.values());
    }

    private static boolean block(NavigableMap<Integer, Long> line, int block) {
        return line.firstKey() == block;
    }

    private static void add(
            NavigableMap<Integer, Long> to, NavigableMap<Integer, Long> line, long coefficient) {
        line.forEach((column, value) ->
                to.merge(
                        column,
                        times(value, coefficient),
                        (a, b) -> {
                            long sum = (a + b) % PRIME;
                            return sum == 0 ? null : sum;
                        }));
    }

    private static long times(long a, long b) {
        return a * b % PRIME;
    }

    private static long inverse(long value) {
        long result = 1;
        long power = value;
        for (long exponent = PRIME - 2; exponent > 0; exponent >>= 1) {
            result = (exponent & 1) == 1 ? times(result, power) : result;
            power = times(power, power);
        }
        return result;
    }

    private static long[] of(Map<Long, long[]> found, long mark) {
        long[] block = found.get(mark);
        if (block == null) {
            throw new IllegalStateException("a part without a block");
        }
        return block;
    }

    /** The finaliser of SplitMix64: numbers whose sums do not meet by chance. */
    static long mixed(long number) {
        long z = number * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
