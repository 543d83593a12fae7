package io.effekt.kpi.domain.disclosure;

import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.measurement.AnswerCounts;
import io.effekt.kpi.domain.measurement.DimensionFigures;
import io.effekt.kpi.domain.measurement.EffectiveMeasurement;
import io.effekt.kpi.domain.measurement.Leaf;
import io.effekt.kpi.domain.measurement.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Follows answers through the states of a period, matched in one of two manners. The flows of both
 * add up, in every state, to exactly what that state holds.
 */
final class AnswerFlows {
    private static final Comparator<Origin> ORDER = Comparator.comparing(Origin::toString);

    private final Kpi kpi;
    private final List<DimensionFigures> states;

    /**
     * @param states oldest first
     */
    AnswerFlows(Kpi kpi, List<DimensionFigures> states) {
        this.kpi = kpi;
        this.states = states;
    }

    /**
     * Matches answers by corrections: within a chain of corrections answers of one kind are the
     * same ones, wherever the chain counts; answers of two chains never are. So two answers that
     * count at different times may be taken for one, but never one for two: every small group that
     * can be disclosed is disclosed here too.
     */
    List<AnswerFlow> byChain() {
        TreeMap<String, Leaf[]> chains = new TreeMap<>();
        for (int state = 0; state < states.size(); state++) {
            for (EffectiveMeasurement standing : states.get(state).standing()) {
                chains.computeIfAbsent(standing.chain(), any -> new Leaf[states.size()])[state] =
                        standing.leaf();
            }
        }
        // Without a smallest group everybody could read each measurement by itself.
        boolean apart = states.stream().anyMatch(state -> state.kpi().minGroupSize() == null);
        Map<AnswerFlow, Long> flows = new LinkedHashMap<>();
        for (Map.Entry<String, Leaf[]> entry : chains.entrySet()) {
            Leaf[] chain = entry.getValue();
            Origin[] origins = new Origin[chain.length];
            long[][] counts = new long[chain.length][AnswerCounts.kinds(kpi)];
            for (int state = 0; state < chain.length; state++) {
                if (chain[state] != null) {
                    origins[state] = Origin.of(chain[state]);
                    counts[state] = AnswerCounts.of(kpi, chain[state].tally());
                }
            }
            for (int kind = 0; kind < AnswerCounts.kinds(kpi); kind++) {
                follow(apart ? entry.getKey() : null, origins, counts, kind, flows);
            }
        }
        List<AnswerFlow> all = new ArrayList<>(flows.size());
        flows.forEach(
                (flow, count) -> all.add(new AnswerFlow(flow.chain(), flow.through(), count)));
        return all;
    }

    /** The first so many answers of a kind are those that count wherever there are so many. */
    private static void follow(
            @Nullable String chain,
            Origin[] origins,
            long[][] counts,
            int kind,
            Map<AnswerFlow, Long> flows) {
        TreeSet<Long> levels = new TreeSet<>();
        for (long[] ofState : counts) {
            levels.add(ofState[kind]);
        }
        long below = 0;
        for (long level : levels.tailSet(0L, false)) {
            List<@Nullable Origin> flow = new ArrayList<>(origins.length);
            for (int state = 0; state < origins.length; state++) {
                flow.add(counts[state][kind] >= level ? origins[state] : null);
            }
            flows.merge(new AnswerFlow(chain, flow, 0), level - below, Long::sum);
            below = level;
        }
    }

    /**
     * Matches answers by their content: equal answers of one scope are the same ones as far as
     * possible, because people may retract a measurement and send it again.
     */
    List<AnswerFlow> byContent() {
        List<Map<Origin, long[]>> counts = states.stream().map(this::counts).toList();
        Map<Scope, Set<Origin>> origins = new TreeMap<>();
        for (Map<Origin, long[]> count : counts) {
            for (Origin origin : count.keySet()) {
                origins.computeIfAbsent(origin.measuredAt(), any -> new TreeSet<>(ORDER))
                        .add(origin);
            }
        }
        List<AnswerFlow> all = new ArrayList<>();
        for (Set<Origin> ofScope : origins.values()) {
            List<Origin> some = List.copyOf(ofScope);
            AnswerMatching matching =
                    new AnswerMatching(some.stream().map(Origin::labels).toList());
            for (int kind = 0; kind < AnswerCounts.kinds(kpi); kind++) {
                long[][] held = new long[states.size()][some.size()];
                for (int state = 0; state < held.length; state++) {
                    for (int origin = 0; origin < some.size(); origin++) {
                        held[state][origin] = count(counts.get(state).get(some.get(origin)), kind);
                    }
                }
                matching.add(held);
            }
            matching.forEach((path, count) -> {
                List<@Nullable Origin> flow = new ArrayList<>();
                path.forEach(origin -> flow.add(origin < 0 ? null : some.get(origin)));
                all.add(new AnswerFlow(null, flow, count));
            });
        }
        return all;
    }

    private Map<Origin, long[]> counts(DimensionFigures byDimension) {
        Map<Origin, long[]> counts = new HashMap<>();
        for (Leaf leaf : byDimension.leaves()) {
            long[] all =
                    counts.computeIfAbsent(
                            Origin.of(leaf), any -> new long[AnswerCounts.kinds(kpi)]);
            long[] more = AnswerCounts.of(kpi, leaf.tally());
            for (int kind = 0; kind < all.length; kind++) {
                all[kind] += more[kind];
            }
        }
        return counts;
    }

    private static long count(long @Nullable [] counts, int kind) {
        return counts == null ? 0 : counts[kind];
    }
}
