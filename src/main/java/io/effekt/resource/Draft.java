package io.effekt.resource;

import io.effekt.database.Tx;
import io.effekt.eventstore.EventTypes;
import io.effekt.eventstore.NewDecision;
import io.effekt.eventstore.StoredDecision;
import io.effekt.eventstore.decision.Command;
import io.effekt.kernel.Decision;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Resources being decided in one transaction: each decision sees what those before it did. */
public final class Draft {
    private final Ledgers ledgers;
    private final Tx tx;
    private final Snapshot before;
    private final LocalDate today;
    private final List<Step> steps = new ArrayList<>();
    private Snapshot now;

    Draft(Ledgers ledgers, Tx tx, Snapshot before, LocalDate today) {
        this.ledgers = ledgers;
        this.tx = tx;
        this.before = before;
        this.today = today;
        this.now = before;
    }

    /** An event, what it made, and what the person who asked should know. */
    record Step(Object event, String subject, Snapshot after, List<String> notices) {}

    Snapshot before() {
        return before;
    }

    /** With all that was decided on this draft. */
    public Snapshot now() {
        return now;
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    Decision<?> decide(ResourceCommand<?> command) {
        Decision<?> decision = command.decide(new Deciding(tx, now, today));
        take(decision);
        return decision;
    }

    /** Takes in what was decided on this draft. */
    public void take(Decision<?> decision) {
        if (decision instanceof Decision.Accepted<?>(var events)) {
            events.forEach(this::happened);
        }
    }

    void happened(Object event) {
        List<String> notices = ledgers.notices(now, event);
        now = ledgers.evolve(now, event, null);
        steps.add(new Step(event, ledgers.subject(event), now, notices));
    }

    /** The states once the log has these decisions, with who, when and why. */
    Snapshot recorded(List<StoredDecision> stored) {
        Snapshot state = before;
        for (int i = 0; i < stored.size(); i++) {
            StoredDecision decision = stored.get(i);
            state = ledgers.evolve(state, steps.get(i).event(), decision).at(decision.seq());
        }
        return state;
    }

    /** What is to be appended. */
    List<NewDecision> decisions(EventTypes types, Command command) {
        List<NewDecision> decisions = new ArrayList<>(steps.size());
        for (Step step : steps) {
            decisions.add(
                    new NewDecision(
                            types.of(step.event).stored(),
                            step.after.version(step.subject),
                            step.subject,
                            command.actor(),
                            command.requestId(),
                            types.write(step.event),
                            command.reason()));
        }
        return decisions;
    }
}
