package io.effekt.kpi.application;

import io.effekt.eventstore.EventTypes;
import io.effekt.eventstore.NewDecision;
import io.effekt.eventstore.StoredDecision;
import io.effekt.eventstore.decision.Command;
import io.effekt.kernel.Decision;
import io.effekt.kpi.domain.definition.DecisionFacts;
import io.effekt.kpi.domain.definition.DefinitionCommand;
import io.effekt.kpi.domain.definition.DefinitionCommand.Organise;
import io.effekt.kpi.domain.definition.DefinitionDecider;
import io.effekt.kpi.domain.definition.DefinitionEvent;
import io.effekt.kpi.domain.definition.DefinitionEvent.Organised;
import io.effekt.kpi.domain.definition.DefinitionNotices;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.organization.OrganisationCommand;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Definitions being decided in one transaction: each decision sees what those before it did. */
final class DefinitionDraft {
    private final Definitions before;
    private final LocalDate today;
    private final List<Step> steps = new ArrayList<>();
    private Definitions now;

    /**
     * @param today in the organisation's zone: what has no day of its own gets this one
     */
    DefinitionDraft(Definitions before, LocalDate today) {
        this.today = today;
        this.before = before;
        this.now = before;
    }

    /** An event, what it made, and what whoever asked should know. */
    record Step(DefinitionEvent event, Definitions after, List<String> notices) {}

    Definitions before() {
        return before;
    }

    Definitions now() {
        return now;
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    Decision<DefinitionEvent> decide(DefinitionCommand command, DecisionFacts facts) {
        DefinitionCommand dated =
                command instanceof Organise(OrganisationCommand organise)
                        ? new Organise(organise.dated(now.organisation(), today))
                        : command;
        Decision<DefinitionEvent> decision = DefinitionDecider.decide(now, dated, facts);
        take(decision);
        return decision;
    }

    /** Takes in what was decided on this draft. */
    void take(Decision<DefinitionEvent> decision) {
        if (decision instanceof Decision.Accepted<DefinitionEvent>(var events)) {
            for (DefinitionEvent event : events) {
                List<String> notices = DefinitionNotices.of(now, event);
                now = now.evolve(event);
                steps.add(new Step(event, now, notices));
            }
        }
    }

    /** The definitions once the log has these decisions, with who, when and why. */
    Definitions recorded(List<StoredDecision> stored) {
        Definitions state = before;
        for (int i = 0; i < stored.size(); i++) {
            state = state.evolve(steps.get(i).event().recorded(DefinitionsView.by(stored.get(i))));
        }
        return state;
    }

    /** Takes what was decided elsewhere. */
    void happened(DefinitionEvent event) {
        now = now.evolve(event);
        steps.add(new Step(event, now, List.of()));
    }

    /** What is to be appended. */
    List<NewDecision> decisions(EventTypes types, Command command) {
        List<NewDecision> decisions = new ArrayList<>(steps.size());
        for (Step step : steps) {
            Object stored = step.event instanceof Organised(var inner) ? inner : step.event;
            String subject = step.event.subject();
            decisions.add(
                    new NewDecision(
                            types.of(stored).stored(),
                            step.after.version(subject),
                            subject,
                            command.actor(),
                            command.requestId(),
                            types.write(stored),
                            command.reason()));
        }
        return decisions;
    }
}
