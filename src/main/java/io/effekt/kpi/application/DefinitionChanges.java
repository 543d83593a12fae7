package io.effekt.kpi.application;

import io.effekt.database.Tx;
import io.effekt.eventstore.EventTypes;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.NewDecision;
import io.effekt.eventstore.StoredDecision;
import io.effekt.eventstore.decision.Command;
import io.effekt.eventstore.decision.Proposal;
import io.effekt.eventstore.decision.Proposal.Answer;
import io.effekt.kpi.application.DefinitionsView.Snapshot;
import io.effekt.kpi.domain.definition.DefinitionEvent;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.KpiRules;
import io.effekt.resource.ResourceRow;
import io.effekt.resource.ResourceTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Brings what was decided on definitions into the log, the projection and what follows from it. */
@ApplicationScoped
public class DefinitionChanges {
    private final DefinitionsView view;
    private final EventTypes types;
    private final ResourceTable tables;
    private final DecisionEffects effects;
    private final InstantSource clock;

    public DefinitionChanges(
            DefinitionsView view,
            EventTypes types,
            ResourceTable tables,
            DecisionEffects effects,
            InstantSource clock) {
        this.clock = clock;
        this.view = view;
        this.types = types;
        this.tables = tables;
        this.effects = effects;
    }

    /** A draft over the definitions as the locked head of the log knows them. */
    DefinitionDraft begin(Tx tx, LogHead head) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), KpiRules.DEFAULT_TIME_ZONE);
        return new DefinitionDraft(view.upTo(tx, head.seq()), today);
    }

    /** How a subject reads that has been defined. */
    ResourceRow row(Tx tx, String subject) {
        return tables.find(tx, subject)
                .orElseThrow(() -> new IllegalStateException("not projected: " + subject));
    }

    /** What follows where subjects were as they shall be: an earlier change of them may be new. */
    List<String> following(Tx tx, Definitions known, Collection<String> subjects) {
        return effects.following(tx, known, subjects).words();
    }

    Proposal propose(
            Tx tx,
            Command command,
            DefinitionDraft draft,
            Function<List<ResourceRow>, Answer> answer) {
        return new Change(tx, draft, draft.decisions(types, command), answer);
    }

    /**
     * A proposal for events that another slice has decided on.
     *
     * @param answer called after they have been appended, in the same transaction
     */
    public Proposal propose(
            Tx tx,
            LogHead head,
            Command command,
            List<? extends DefinitionEvent> events,
            Supplier<Answer> answer) {
        DefinitionDraft draft = begin(tx, head);
        events.forEach(draft::happened);
        return propose(tx, command, draft, rows -> answer.get());
    }

    private final class Change implements Proposal {
        private final Tx tx;
        private final DefinitionDraft draft;
        private final List<NewDecision> decisions;
        private final Function<List<ResourceRow>, Answer> answer;
        private long seq;
        private Definitions recorded = Definitions.EMPTY;

        private Change(
                Tx tx,
                DefinitionDraft draft,
                List<NewDecision> decisions,
                Function<List<ResourceRow>, Answer> answer) {
            this.tx = tx;
            this.draft = draft;
            this.decisions = decisions;
            this.answer = answer;
        }

        @Override
        public List<NewDecision> decisions() {
            return decisions;
        }

        @Override
        public Answer conclude(List<StoredDecision> stored) {
            List<ResourceRow> rows = new ArrayList<>(stored.size());
            for (int i = 0; i < stored.size(); i++) {
                DefinitionDraft.Step step = draft.steps().get(i);
                rows.add(DefinitionRows.of(stored.get(i), step.event(), step.after()));
            }
            tables.add(tx, rows);
            List<String> follows = List.of();
            if (!stored.isEmpty()) {
                seq = stored.getLast().seq();
                recorded = draft.recorded(stored);
                List<String> subjects = stored.stream().map(StoredDecision::subject).toList();
                follows = effects.apply(tx, draft.before(), draft.now(), subjects, seq).words();
                tx.send("select pg_notify($1, $2)", DefinitionsView.CHANNEL, String.valueOf(seq));
            }
            Answer given = answer.apply(rows);
            return new Answer(
                    given.status(), given.body(), Following.both(follows, given.follows()));
        }

        @Override
        public void committed() {
            if (seq > 0) {
                view.advance(new Snapshot(seq, recorded));
            }
        }
    }
}
