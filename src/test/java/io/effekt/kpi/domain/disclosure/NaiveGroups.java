package io.effekt.kpi.domain.disclosure;

import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.evaluation.NaiveValues;
import io.effekt.kpi.domain.measurement.DimensionFigures;
import io.effekt.kpi.domain.measurement.Measurement;
import io.effekt.kpi.domain.measurement.RowKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The contract's section 8, over named parts: team and stream of the day. */
public final class NaiveGroups {
    private final Kpi kpi;
    private final NaiveValues values;

    public NaiveGroups(Kpi kpi, NaiveValues values) {
        this.kpi = kpi;
        this.values = values;
    }

    public Set<Scope> suppressed(List<Measurement> all) {
        Set<Scope> hidden = new HashSet<>();
        Integer limit = kpi.minGroupSize();
        if (limit == null) {
            return hidden;
        }
        Set<Scope> streams = new TreeSet<>();
        Set<Scope> scopes = new TreeSet<>(Set.of(Scope.ORG));
        for (Measurement m : all) {
            scopes.add(m.series().scope());
            String stream = values.streamThatDay(m);
            if (stream != null) {
                streams.add(new Scope.Stream(stream));
            }
        }
        scopes.addAll(streams);
        for (Scope scope : scopes) {
            if (values.value(scope, all) != null && values.answers(own(scope, all)) < limit) {
                hidden.add(scope);
            }
        }
        if (kpi.rollUp() != RollUp.NONE) {
            for (Scope stream : streams) {
                complement(stream, all, hidden, limit);
            }
            complement(Scope.ORG, all, hidden, limit);
            if (tells(all, hidden, limit)) {
                // Which rows go then is not the contract's to say; that they suffice is shown
                // elsewhere.
                return DisclosureControl.suppressed(
                                kpi, DimensionFigures.of(kpi, values.leaves(all)), List.of())
                        .stream()
                        .map(RowKey::scope)
                        .collect(Collectors.toSet());
            }
        }
        return hidden;
    }

    private boolean tells(List<Measurement> all, Set<Scope> hidden, int limit) {
        Set<Scope> scopes = new TreeSet<>(Set.of(Scope.ORG));
        for (Measurement m : all) {
            scopes.add(m.series().scope());
            String stream = values.streamThatDay(m);
            if (stream != null) {
                scopes.add(new Scope.Stream(stream));
            }
        }
        Attacker attacker = new Attacker();
        for (Measurement m : all) {
            attacker.answers(m, values.answers(List.of(m)));
        }
        for (Scope scope : scopes) {
            if (!hidden.contains(scope)) {
                attacker.learns(values.held(scope, all));
            }
        }
        for (Scope scope : hidden) {
            if (scope instanceof Scope.Team && attacker.knows(values.held(scope, all))) {
                return true;
            }
        }
        return attacker.smallGroup(limit) != null;
    }

    private List<Measurement> own(Scope scope, List<Measurement> all) {
        return kpi.rollUp() == RollUp.NONE
                ? NaiveValues.select(all, m -> m.series().scope().equals(scope))
                : values.held(scope, all);
    }

    private void complement(Scope parent, List<Measurement> all, Set<Scope> hidden, int limit) {
        while (!hidden.contains(parent)) {
            List<Measurement> remainder = new ArrayList<>(values.held(parent, all));
            Set<Scope> shown = new TreeSet<>();
            for (Measurement m : values.held(parent, all)) {
                Scope child = m.series().scope();
                String stream = values.streamThatDay(m);
                Scope ofStream = stream == null ? null : new Scope.Stream(stream);
                if (parent.equals(Scope.ORG) && ofStream != null && !hidden.contains(ofStream)) {
                    shown.add(ofStream);
                } else if (child instanceof Scope.Team && !hidden.contains(child)) {
                    shown.add(child);
                }
            }
            // A shown team takes its answers out only where all of them lie in this remainder.
            List<Scope> children = new ArrayList<>();
            for (Scope child : shown) {
                List<Measurement> whole = values.held(child, all);
                boolean coveredByStream =
                        parent.equals(Scope.ORG)
                                && child instanceof Scope.Team
                                && whole.stream()
                                        .map(values::streamThatDay)
                                        .anyMatch(s ->
                                                s != null && !hidden.contains(new Scope.Stream(s)));
                if (!coveredByStream && values.held(parent, all).containsAll(whole)) {
                    children.add(child);
                    remainder.removeAll(whole);
                }
            }
            Set<Scope> left = new HashSet<>();
            remainder.forEach(m -> left.add(m.series().scope()));
            long answers = values.answers(remainder);
            boolean oneHiddenTeam =
                    left.size() == 1
                            && left.iterator().next() instanceof Scope.Team team
                            && hidden.contains(team)
                            && remainder.containsAll(values.held(team, all));
            if (remainder.isEmpty() || (answers >= limit && !oneHiddenTeam)) {
                return;
            }
            Scope smallest = parent;
            long fewest = Long.MAX_VALUE;
            for (Scope child : children) {
                long ofChild = values.answers(values.held(child, all));
                if (ofChild < fewest) {
                    fewest = ofChild;
                    smallest = child;
                }
            }
            hidden.add(smallest);
        }
    }
}
