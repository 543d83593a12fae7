package io.effekt.kpi.domain.measurement;

import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Aggregation;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.RollUp;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one KPI over one span of time, for every scope: leaves are grouped once, and
 * streams and organisation are rolled up from them when they are asked for. For one thread.
 */
public final class Figures {
    /** Stands for the stream of what belongs to none; no key is empty. */
    public static final String NO_STREAM = "";

    private final Kpi kpi;
    private final Map<String, Tally> teams = new HashMap<>();
    private final Map<String, Map<String, Tally>> teamsOfStream = new TreeMap<>();
    private final Map<String, Tally> measuredAtStream = new TreeMap<>();
    private Tally measuredAtOrg = Tally.EMPTY;
    private final Map<Scope, Figure> known = new HashMap<>();

    private Figures(Kpi kpi) {
        this.kpi = kpi;
    }

    /**
     * Groups the leaves; there may be several of one scope and stream. Those without n are none.
     */
    public static Figures of(Kpi kpi, Collection<Leaf> leaves) {
        Figures figures = new Figures(kpi);
        for (Leaf leaf : leaves) {
            if (leaf.tally().n() > 0) {
                figures.add(leaf);
            }
        }
        return figures;
    }

    private void add(Leaf leaf) {
        Tally tally = leaf.tally();
        switch (leaf.measuredAt()) {
            case Scope.Team(String key) -> {
                teams.merge(key, tally, Tally::plus);
                String stream = leaf.stream() == null ? NO_STREAM : leaf.stream();
                teamsOfStream
                        .computeIfAbsent(stream, any -> new HashMap<>())
                        .merge(key, tally, Tally::plus);
            }
            case Scope.Stream(String key) -> measuredAtStream.merge(key, tally, Tally::plus);
            case Scope.Org org -> measuredAtOrg = measuredAtOrg.plus(tally);
        }
    }

    /** The scope's figure; null where nothing counts there, or nothing may be rolled up to it. */
    public @Nullable Figure figure(Scope scope) {
        Figure figure = known.get(scope);
        if (figure == null) {
            figure = compute(scope);
            if (figure != null) {
                known.put(scope, figure);
            }
        }
        return figure;
    }

    private @Nullable Figure compute(Scope scope) {
        return switch (scope) {
            case Scope.Team(String key) -> {
                Tally tally = teams.get(key);
                yield tally == null ? null : Figure.of(kpi, tally);
            }
            case Scope.Stream(String key) -> {
                Tally measured = measuredAtStream.getOrDefault(key, Tally.EMPTY);
                yield rollUp(new ArrayList<>(teamsOfStream(key).values()), measured);
            }
            case Scope.Org org -> {
                List<Tally> children = new ArrayList<>(teams.values());
                children.addAll(measuredAtStream.values());
                yield rollUp(children, measuredAtOrg);
            }
        };
    }

    /** What was measured at the scope itself is one more child; without roll-up the only one. */
    private @Nullable Figure rollUp(List<Tally> children, Tally measured) {
        if (kpi.rollUp() == RollUp.NONE) {
            return measured.n() == 0 ? null : Figure.of(kpi, measured);
        }
        if (measured.n() > 0) {
            children.add(measured);
        }
        if (children.isEmpty()) {
            return null;
        }
        TallyBuilder all = new TallyBuilder();
        children.forEach(all::add);
        Tally tally = all.build();
        return switch (kpi.rollUp()) {
            case POOLED -> Figure.of(kpi, tally);
            case SUM -> new Figure(tally, sum(children), true);
            case AVERAGE -> {
                BigDecimal count = BigDecimal.valueOf(children.size());
                yield new Figure(tally, Rounding.quotient(sum(children), count), false);
            }
            case MEAN -> new Figure(tally, mean(children, tally), false);
            case MIN -> extreme(children, tally, -1);
            case MAX -> extreme(children, tally, 1);
            case NONE -> throw new IllegalStateException("handled above");
        };
    }

    private BigDecimal sum(List<Tally> children) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Tally child : children) {
            sum = sum.add(Figure.of(kpi, child).value());
        }
        return sum;
    }

    private BigDecimal mean(List<Tally> children, Tally all) {
        if (kpi.aggregation() != Aggregation.LAST) {
            return Rounding.quotient(all.sumWeighted(), all.sumWeight());
        }
        BigDecimal weighted = BigDecimal.ZERO;
        BigDecimal weights = BigDecimal.ZERO;
        for (Tally child : children) {
            Tally.Last last = Figure.last(child);
            weighted = weighted.add(last.weight().multiply(last.value()));
            weights = weights.add(last.weight());
        }
        return Rounding.quotient(weighted, weights);
    }

    private Figure extreme(List<Tally> children, Tally all, int sign) {
        Figure found = Figure.of(kpi, children.getFirst());
        for (Tally child : children) {
            Figure figure = Figure.of(kpi, child);
            int order = figure.value().compareTo(found.value()) * sign;
            // Equal values may have different scales: the shorter one, whatever their order.
            if (order > 0 || (order == 0 && figure.value().scale() < found.value().scale())) {
                found = figure;
            }
        }
        return new Figure(all, found.value(), found.exact());
    }

    /** Every scope at which, or below which, something was measured, in order. */
    public List<Scope> scopes() {
        List<Scope> scopes = new ArrayList<>(teams.size() + 101);
        if (!teams.isEmpty() || !measuredAtStream.isEmpty() || measuredAtOrg.n() > 0) {
            scopes.add(Scope.ORG);
        }
        // The order of scopes as they are written is that of levels, and then of keys.
        streams().forEach(key -> scopes.add(new Scope.Stream(key)));
        new TreeSet<>(teams.keySet()).forEach(key -> scopes.add(new Scope.Team(key)));
        return scopes;
    }

    /** What every team measured, wherever it belonged, by its key. */
    public Map<String, Tally> teams() {
        return teams;
    }

    /** What teams measured while they belonged to the stream, by team. */
    public Map<String, Tally> teamsOfStream(String stream) {
        return teamsOfStream.getOrDefault(stream, Map.of());
    }

    /** Keys of the streams that anything was measured at or below, in order. */
    public Set<String> streams() {
        Set<String> streams = new TreeSet<>(teamsOfStream.keySet());
        streams.addAll(measuredAtStream.keySet());
        streams.remove(NO_STREAM);
        return streams;
    }

    public Tally measuredAt(Scope scope) {
        return switch (scope) {
            case Scope.Team(String key) -> teams.getOrDefault(key, Tally.EMPTY);
            case Scope.Stream(String key) -> measuredAtStream.getOrDefault(key, Tally.EMPTY);
            case Scope.Org org -> measuredAtOrg;
        };
    }
}
