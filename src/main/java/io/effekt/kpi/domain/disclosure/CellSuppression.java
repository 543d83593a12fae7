package io.effekt.kpi.domain.disclosure;

import io.effekt.kernel.Scope;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.definition.RollUp;
import io.effekt.kpi.domain.measurement.Figure;
import io.effekt.kpi.domain.measurement.Figures;
import io.effekt.kpi.domain.measurement.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which rows must not be shown among those of one value of one dimension, or of everything: those
 * that are too small, and then as many others as it takes to leave no small difference between a
 * row and what is shown below it.
 */
final class CellSuppression {
    private final Kpi kpi;
    private final Figures figures;
    private final int limit;
    private final Set<Scope> hidden = new HashSet<>();

    private CellSuppression(Kpi kpi, Figures figures, int limit) {
        this.kpi = kpi;
        this.figures = figures;
        this.limit = limit;
    }

    /**
     * The scopes whose rows are suppressed among those of one value of one dimension, or of
     * everything.
     *
     * @param already those that are hidden for another reason
     */
    static Set<Scope> suppressed(Kpi kpi, Figures figures, int limit, Set<Scope> already) {
        CellSuppression groups = new CellSuppression(kpi, figures, limit);
        groups.hidden.addAll(already);
        groups.hideSmallRows();
        // Without a roll-up no row is the sum of others, and no difference gives anything away.
        if (kpi.rollUp() != RollUp.NONE) {
            for (String stream : figures.streams()) {
                groups.complement(new Scope.Stream(stream));
            }
            groups.complement(Scope.ORG);
        }
        return Set.copyOf(groups.hidden);
    }

    private void hideSmallRows() {
        for (Scope scope : figures.scopes()) {
            Figure figure = figures.figure(scope);
            if (figure != null && figure.answers(kpi) < limit) {
                hidden.add(scope);
            }
        }
    }

    private record Child(Scope scope, long answers) {
        static final Comparator<Child> FEWEST_FIRST =
                Comparator.comparingLong(Child::answers)
                        .thenComparing(child -> child.scope().toString());
    }

    /** A parent's shown children, and what is left beside them. */
    private record Family(List<Child> shown, Remainder remainder) {}

    private void complement(Scope parent) {
        while (!hidden.contains(parent)) {
            Family family =
                    parent instanceof Scope.Stream(String key) ? ofStream(key) : ofOrganisation();
            if (!family.remainder().tells(limit)) {
                return;
            }
            hidden.add(
                    family.shown().stream()
                            .min(Child.FEWEST_FIRST)
                            .map(Child::scope)
                            .orElse(parent));
        }
    }

    private Family ofStream(String stream) {
        List<Child> shown = new ArrayList<>();
        Remainder remainder = Remainder.EMPTY.plus(measuredAt(new Scope.Stream(stream)), false);
        for (Map.Entry<String, Tally> part : figures.teamsOfStream(stream).entrySet()) {
            Tally whole = figures.teams().get(part.getKey());
            long answers = Figure.answers(kpi, part.getValue());
            // A team that moved shows its whole; its part here is published nowhere by itself.
            boolean isWhole = whole != null && whole.n() == part.getValue().n();
            Scope team = new Scope.Team(part.getKey());
            if (isWhole && !hidden.contains(team)) {
                shown.add(new Child(team, answers));
            } else {
                remainder = remainder.plus(answers, isWhole);
            }
        }
        return new Family(shown, remainder);
    }

    private Family ofOrganisation() {
        List<Child> shown = new ArrayList<>();
        Remainder remainder = Remainder.EMPTY.plus(measuredAt(Scope.ORG), false);
        Set<String> open = new HashSet<>(Set.of(Figures.NO_STREAM));
        for (String key : figures.streams()) {
            Scope stream = new Scope.Stream(key);
            if (hidden.contains(stream)) {
                open.add(key);
                remainder = remainder.plus(measuredAt(stream), false);
            } else {
                shown.add(new Child(stream, answers(figures.figure(stream))));
            }
        }
        for (Map.Entry<String, Tally> whole : figures.teams().entrySet()) {
            Scope team = new Scope.Team(whole.getKey());
            long answers = 0;
            long measurements = 0;
            for (String stream : open) {
                Tally part = figures.teamsOfStream(stream).get(whole.getKey());
                if (part != null) {
                    answers += Figure.answers(kpi, part);
                    measurements += part.n();
                }
            }
            // Here too: only what no shown stream holds a part of is a child by itself.
            boolean isWhole = measurements == whole.getValue().n();
            if (isWhole && !hidden.contains(team)) {
                shown.add(new Child(team, answers));
            } else {
                remainder = remainder.plus(answers, isWhole);
            }
        }
        return new Family(shown, remainder);
    }

    private long measuredAt(Scope scope) {
        return Figure.answers(kpi, figures.measuredAt(scope));
    }

    private long answers(@Nullable Figure figure) {
        return figure == null ? 0 : figure.answers(kpi);
    }
}
