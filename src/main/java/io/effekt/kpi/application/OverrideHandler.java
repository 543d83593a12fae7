package io.effekt.kpi.application;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.effekt.database.Tx;
import io.effekt.eventstore.LogHead;
import io.effekt.eventstore.decision.Command;
import io.effekt.eventstore.decision.CommandHandler;
import io.effekt.eventstore.decision.Proposal;
import io.effekt.eventstore.decision.Proposal.Answer;
import io.effekt.json.Form;
import io.effekt.json.Json;
import io.effekt.kernel.Decision;
import io.effekt.kernel.Period;
import io.effekt.kernel.Refusal;
import io.effekt.kpi.domain.definition.DefinitionEvent;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.KpiScope;
import io.effekt.kpi.domain.definition.OverrideCommand;
import io.effekt.kpi.domain.definition.OverrideCommand.LiftOverride;
import io.effekt.kpi.domain.definition.OverrideCommand.OverrideStatus;
import io.effekt.kpi.domain.definition.OverrideDecider;
import io.effekt.kpi.domain.definition.Recording;
import io.effekt.kpi.domain.definition.Status;
import io.effekt.kpi.domain.definition.StatusOverride;
import io.effekt.resource.Draft;
import io.effekt.resource.ResourceChanges;
import io.effekt.resource.ResourceHandler;
import io.effekt.resource.store.ResourceRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides commands on overrides. Names are for ever. */
@ApplicationScoped
public class OverrideHandler implements CommandHandler {
    static final String OVERRIDE = "kpi.override-status";
    static final String LIFT = "kpi.lift-override";

    private final ResourceChanges changes;
    private final InstantSource clock;

    public OverrideHandler(ResourceChanges changes, InstantSource clock) {
        this.changes = changes;
        this.clock = clock;
    }

    @Override
    public Set<String> names() {
        return Set.of(OVERRIDE, LIFT);
    }

    public static String name(OverrideCommand command) {
        return switch (command) {
            case OverrideStatus set -> OVERRIDE;
            case LiftOverride lift -> LIFT;
        };
    }

    public static ObjectNode write(OverrideCommand command) {
        ObjectNode place =
                Json.object()
                        .put("kpi", command.at().kpi())
                        .put("scope", command.at().scope().toString());
        return switch (command) {
            case OverrideStatus set -> place.setAll(OverrideJson.write(set));
            case LiftOverride lift -> place;
        };
    }

    private static OverrideCommand read(Command command) throws InvalidCommand {
        Form form = Form.of(command.data());
        OverrideCommand asked =
                command.name().equals(OVERRIDE)
                        ? OverrideJson.read(form)
                        : new LiftOverride(OverrideJson.place(form));
        if (form.finish(command::name) instanceof Form.Read.Wrong<?>(List<Refusal> refusals)) {
            throw new InvalidCommand(refusals);
        }
        return asked;
    }

    @Override
    public Proposal decide(Tx tx, LogHead head, Command command) throws InvalidCommand {
        OverrideCommand asked = read(command);
        Draft draft = changes.begin(tx, head);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Definitions known = draft.now().of(Definitions.class);
        Decision<DefinitionEvent> decision =
                OverrideDecider.decide(known, asked, command.reason(), now);
        draft.take(decision);
        return switch (decision) {
            case Decision.Refused<?>(List<Refusal> refusals) ->
                    Proposal.nothing(ResourceHandler.refused(refusals));
            case Decision.Unchanged<?>() ->
                    Proposal.nothing(
                            answer(
                                    asked.at(),
                                    StatusOverride.inForce(known.overrides(asked.at()), now)));
            case Decision.Accepted<?> accepted ->
                    changes.propose(
                            tx,
                            command,
                            draft,
                            rows ->
                                    answer(
                                            asked.at(),
                                            inForce(asked, rows.getLast(), command.reason())));
        };
    }

    private static @Nullable StatusOverride inForce(
            OverrideCommand asked, ResourceRow row, @Nullable String reason) {
        return switch (asked) {
            case LiftOverride lift -> null;
            case OverrideStatus(KpiScope at, Period period, Status status, Instant expires) ->
                    new StatusOverride(
                            period,
                            status,
                            expires,
                            new Recording(row.actor(), row.recordedAt(), reason),
                            null);
        };
    }

    private static Answer answer(KpiScope at, @Nullable StatusOverride inForce) {
        ObjectNode body = Json.object().put("kpi", at.kpi()).put("scope", at.scope().toString());
        Period period = inForce == null ? null : inForce.period();
        body.put("period", period == null ? null : period.toString());
        body.set("override", inForce == null ? null : OverrideJson.shown(inForce));
        return new Answer(200, Json.write(body));
    }
}
