package io.effekt.resource;

import io.effekt.database.Tx;
import io.effekt.eventstore.EventTypes;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.NewDecision;
import io.effekt.eventstore.StoredDecision;
import io.effekt.eventstore.decision.Command;
import io.effekt.eventstore.decision.Proposal;
import io.effekt.kernel.OrganisationZone;
import io.effekt.resource.store.ResourceRow;
import io.effekt.resource.store.ResourceTable;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Brings what was decided on resources into the log, their rows and what follows from it. */
@ApplicationScoped
public class ResourceChanges {
    private final ResourceView view;
    private final Ledgers ledgers;
    private final EventTypes types;
    private final ResourceTable table;
    private final ResourceProjections projections;
    private final List<ResourceEffects> effects;
    private final InstantSource clock;

    public ResourceChanges(
            ResourceView view,
            Ledgers ledgers,
            EventTypes types,
            ResourceTable table,
            ResourceProjections projections,
            @All List<ResourceEffects> effects,
            InstantSource clock) {
        this.view = view;
        this.ledgers = ledgers;
        this.types = types;
        this.table = table;
        this.projections = projections;
        this.effects = effects;
        this.clock = clock;
    }

    /** A draft over the resources as the locked head of the log knows them. */
    public Draft begin(Tx tx, LogHead head) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), OrganisationZone.ID);
        return new Draft(ledgers, tx, view.upTo(tx, head.seq()), today);
    }

    /** How a subject reads that has been defined. */
    ResourceRow row(Tx tx, String subject) {
        return table.find(tx, subject)
                .orElseThrow(() -> new IllegalStateException("not projected: " + subject));
    }

    /** What follows where subjects were as they shall be: an earlier change of them may be new. */
    List<String> following(Tx tx, Snapshot known, Collection<String> subjects) {
        return all(each -> each.following(tx, known, subjects));
    }

    private List<String> all(Function<ResourceEffects, List<String>> of) {
        Set<String> all = new LinkedHashSet<>();
        effects.forEach(each -> all.addAll(of.apply(each)));
        return List.copyOf(all);
    }

    /**
     * A proposal for what was decided on a draft.
     *
     * @param answer called with the rows after they have been written, in the same transaction
     */
    public Proposal propose(
            Tx tx,
            Command command,
            Draft draft,
            Function<List<ResourceRow>, Proposal.Answer> answer) {
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
            List<?> events,
            Supplier<Proposal.Answer> answer) {
        Draft draft = begin(tx, head);
        events.forEach(draft::happened);
        return propose(tx, command, draft, rows -> answer.get());
    }

    private final class Change implements Proposal {
        private final Tx tx;
        private final Draft draft;
        private final List<NewDecision> decisions;
        private final Function<List<ResourceRow>, Answer> answer;
        private @Nullable Snapshot recorded;

        private Change(
                Tx tx,
                Draft draft,
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
                Draft.Step step = draft.steps().get(i);
                ledgers.row(stored.get(i), step.event(), step.after()).ifPresent(rows::add);
            }
            Set<String> follows = new LinkedHashSet<>();
            if (!stored.isEmpty()) {
                Snapshot after = draft.recorded(stored);
                projections.write(tx, rows, after);
                recorded = after;
                follows.addAll(effects(stored));
                tx.send(
                        "select pg_notify($1, $2)",
                        ResourceView.CHANNEL,
                        String.valueOf(stored.getLast().seq()));
            }
            Answer given = answer.apply(rows);
            follows.addAll(given.follows());
            return new Answer(given.status(), given.body(), List.copyOf(follows));
        }

        private List<String> effects(List<StoredDecision> stored) {
            List<String> subjects = stored.stream().map(StoredDecision::subject).toList();
            long seq = stored.getLast().seq();
            return all(each -> each.apply(tx, draft.before(), draft.now(), subjects, seq));
        }

        @Override
        public void committed() {
            if (recorded != null) {
                view.advance(recorded);
            }
        }
    }
}
