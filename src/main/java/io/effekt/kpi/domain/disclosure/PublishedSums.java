package io.effekt.kpi.domain.disclosure;

import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.measurement.DimensionFigures;
import io.effekt.kpi.domain.measurement.Figure;
import io.effekt.kpi.domain.measurement.Leaf;
import io.effekt.kpi.domain.measurement.Origin;
import io.effekt.kpi.domain.measurement.RowKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All rows of one KPI and period that anybody may have read, now and each time before its content
 * changed, as sums of answers that are published nowhere by themselves. The rule of the contract
 * looks at one parent at a time; here everything is held against everything. It is asked only where
 * rows overlap otherwise than a tree's: teams that moved, dimensions, content that changed.
 */
final class PublishedSums {
    /** No row of its own: what everybody knows is hidden nowhere. */
    private static final RowKey EVERYWHERE = RowKey.of(Scope.ORG);

    private final Kpi kpi;
    private final int limit;
    private final List<ProtectedFigures> past;
    private final List<DimensionFigures> states;
    private final List<AnswerFlow> parts;
    private final List<List<Row>> rows = new ArrayList<>();

    /** A row as the sum of its parts. */
    private record Row(RowKey place, int[] parts) {}

    private PublishedSums(
            Kpi kpi,
            int limit,
            List<ProtectedFigures> past,
            List<DimensionFigures> states,
            List<AnswerFlow> parts) {
        this.kpi = kpi;
        this.limit = limit;
        this.past = past;
        this.states = states;
        this.parts = parts;
        for (int state = 0; state < states.size(); state++) {
            rows.add(rows(state));
        }
    }

    /**
     * One for each manner of reading which answers are the same; none where the rows overlap as a
     * tree's do.
     *
     * @param past the same period as it was shown before, oldest first
     */
    static List<PublishedSums> readings(
            Kpi kpi, int limit, List<ProtectedFigures> past, DimensionFigures now) {
        if (past.isEmpty() && now.dimensions().isEmpty() && !hasMovedTeam(kpi, now)) {
            return List.of();
        }
        List<DimensionFigures> states = new ArrayList<>();
        past.forEach(state -> states.add(state.figures()));
        states.add(now);
        AnswerFlows flows = new AnswerFlows(kpi, states);
        PublishedSums byContent = new PublishedSums(kpi, limit, past, states, flows.byContent());
        return past.isEmpty()
                ? List.of(byContent)
                : List.of(new PublishedSums(kpi, limit, past, states, flows.byChain()), byContent);
    }

    private static boolean hasMovedTeam(Kpi kpi, DimensionFigures byDimension) {
        if (kpi.rollUp() == RollUp.NONE) {
            return false;
        }
        Map<Scope, Origin> origins = new HashMap<>();
        for (Leaf leaf : byDimension.leaves()) {
            Origin origin = Origin.of(leaf);
            Origin other = origins.putIfAbsent(leaf.measuredAt(), origin);
            if (leaf.tally().n() > 0 && other != null && !other.equals(origin)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The places to hide next: of the current rows that together disclose something, the one with
     * the fewest answers; empty when nothing is disclosed.
     *
     * @param hidden places that are hidden now
     */
    Set<RowKey> telling(Set<RowKey> hidden) {
        List<int[]> sums = new ArrayList<>();
        List<@Nullable RowKey> shownNow = new ArrayList<>();
        List<int[]> guarded = new ArrayList<>();
        for (int state = 0; state < states.size(); state++) {
            boolean now = state == past.size();
            Set<RowKey> hiddenThen = now ? hidden : past.get(state).hidden();
            for (Row row : rows.get(state)) {
                if (!hiddenThen.contains(row.place())) {
                    sums.add(row.parts());
                    shownNow.add(now ? row.place() : null);
                } else if (row.place().scope() instanceof Scope.Team) {
                    guarded.add(row.parts());
                }
            }
        }
        withoutSpare(sums, shownNow, guarded);
        long[] answers = parts.stream().mapToLong(AnswerFlow::count).toArray();
        DisclosureAudit audit = new DisclosureAudit(answers, sums, limit);
        Set<Integer> toHide = new HashSet<>();
        for (DisclosureAudit.Disclosure disclosed :
                audit.disclosures(guarded, sum -> shownNow.get(sum) != null)) {
            if (Collections.disjoint(disclosed.sums(), toHide)) {
                toHide.add(toHide(audit, disclosed, shownNow));
            }
        }
        return toHide.stream().map(sum -> place(shownNow, sum)).collect(Collectors.toSet());
    }

    /**
     * Leaves out parts that have a row to themselves: they are known, and nothing else follows from
     * that. Of those that lie in the same other rows the smallest stays, which may have to be
     * hidden. So ten thousand teams that stay where they are cost next to nothing.
     */
    private void withoutSpare(
            List<int[]> sums, List<@Nullable RowKey> shownNow, List<int[]> guarded) {
        int[] alone = new int[parts.size()];
        long[] marks = new long[parts.size()];
        Arrays.fill(alone, -1);
        for (int sum = sums.size() - 1; sum >= 0; sum--) {
            int[] row = sums.get(sum);
            long mark = row.length == 1 ? 0 : DisclosureAudit.mixed(sum + 1L);
            for (int part : row) {
                marks[part] += mark;
                alone[part] = row.length == 1 ? sum : alone[part];
            }
        }
        guarded.forEach(some -> Arrays.stream(some).forEach(part -> alone[part] = -1));
        Map<Long, Integer> smallest = new HashMap<>();
        for (int part = 0; part < alone.length; part++) {
            if (alone[part] >= 0 && shownNow.get(alone[part]) != null) {
                smallest.merge(
                        marks[part],
                        part,
                        (a, b) -> isBefore(alone[b], alone[a], shownNow) ? b : a);
            }
        }
        smallest.values().forEach(part -> alone[part] = -1);
        sums.replaceAll(row -> Arrays.stream(row).filter(part -> alone[part] < 0).toArray());
    }

    private boolean isBefore(int one, int other, List<@Nullable RowKey> shownNow) {
        RowKey first = place(shownNow, one);
        RowKey second = place(shownNow, other);
        int order = Long.compare(answers(first), answers(second));
        return order < 0 || (order == 0 && first.compareTo(second) < 0);
    }

    /** The row with the fewest answers that no other rows say as well; otherwise the smallest. */
    private int toHide(
            DisclosureAudit audit,
            DisclosureAudit.Disclosure disclosed,
            List<@Nullable RowKey> shownNow) {
        List<Integer> candidates = new ArrayList<>(disclosed.sums());
        candidates.removeIf(sum -> shownNow.get(sum) == null);
        candidates.sort((a, b) -> a.equals(b) ? 0 : isBefore(a, b, shownNow) ? -1 : 1);
        for (int sum : candidates) {
            if (!audit.follows(sum)) {
                return sum;
            }
        }
        return candidates.getFirst();
    }

    private static RowKey place(List<@Nullable RowKey> shownNow, int sum) {
        return Objects.requireNonNull(shownNow.get(sum));
    }

    private long answers(RowKey place) {
        Figure figure = states.getLast().figure(place);
        return figure == null ? 0 : figure.answers(kpi);
    }

    /**
     * Every row of a state. Small ones first: what is left of the others then says what only they
     * can tell.
     */
    private List<Row> rows(int state) {
        return states.get(state).kpi().minGroupSize() == null ? known(state) : shown(state);
    }

    /** Without a smallest group everybody could read every measurement. */
    private List<Row> known(int state) {
        Map<String, List<Integer>> measured = new TreeMap<>();
        for (int part = 0; part < parts.size(); part++) {
            AnswerFlow flow = parts.get(part);
            if (flow.through().get(state) != null) {
                String chain = flow.chain() == null ? "part " + part : flow.chain();
                measured.computeIfAbsent(chain, any -> new ArrayList<>()).add(part);
            }
        }
        return measured.values().stream().map(row -> new Row(EVERYWHERE, array(row))).toList();
    }

    private List<Row> shown(int state) {
        DimensionFigures byDimension = states.get(state);
        Map<RowKey, List<Integer>> found = new HashMap<>();
        for (int part = 0; part < parts.size(); part++) {
            Origin origin = parts.get(part).through().get(state);
            if (origin != null) {
                for (Scope scope : scopes(byDimension.kpi(), origin)) {
                    add(found, RowKey.of(scope), part);
                    for (String label : origin.labels()) {
                        if (byDimension.dimensions().contains(label)) {
                            add(found, new RowKey(scope, label), part);
                        }
                    }
                }
            }
        }
        return found.entrySet().stream()
                .map(row -> new Row(row.getKey(), array(row.getValue())))
                .sorted(
                        Comparator.comparingInt((Row row) -> row.parts().length)
                                .thenComparing(Row::place))
                .toList();
    }

    private static Collection<Scope> scopes(Kpi kpi, Origin origin) {
        Set<Scope> scopes = new HashSet<>(Set.of(origin.measuredAt()));
        if (kpi.rollUp() != RollUp.NONE) {
            scopes.add(Scope.ORG);
            if (origin.stream() != null) {
                scopes.add(new Scope.Stream(origin.stream()));
            }
        }
        return scopes;
    }

    private static void add(Map<RowKey, List<Integer>> rows, RowKey place, int part) {
        rows.computeIfAbsent(place, any -> new ArrayList<>()).add(part);
    }

    private static int[] array(List<Integer> row) {
        return row.stream().mapToInt(Integer::intValue).toArray();
    }
}
