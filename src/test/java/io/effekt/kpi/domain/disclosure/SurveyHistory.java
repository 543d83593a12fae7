package io.effekt.kpi.domain.disclosure;

import io.effekt.kernel.Period;
import io.effekt.kpi.domain.definition.DefinitionEvent;
import io.effekt.kpi.domain.definition.DefinitionEvent.HeldReleased;
import io.effekt.kpi.domain.definition.DefinitionEvent.KpiDefined;
import io.effekt.kpi.domain.definition.DefinitionEvent.Organised;
import io.effekt.kpi.domain.definition.Definitions;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.kpi.domain.disclosure.Eras.Era;
import io.effekt.organization.Organisation;
import io.effekt.organization.OrganisationEvent.TeamDefined;
import io.effekt.organization.Team;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The definitions of a random organisation, as one command after the other leaves them. */
final class SurveyHistory {
    /** How what is shown is compared with what was shown before. */
    enum Comparison {
        /** As the service does it. */
        STATES,
        /** A team's definition counts only right after another one of the same team. */
        NEIGHBOURING_EVENTS
    }

    private record Command(
            Instant at, List<DefinitionEvent> events, Definitions before, Eras after) {}

    private final List<Command> commands = new ArrayList<>();
    private final Definitions beginning;

    /** Sequences are the numbers of the commands. */
    private Eras eras;

    SurveyHistory(Organisation organisation, Kpi kpi) {
        beginning = new Definitions(organisation, Map.of(kpi.key(), kpi), Map.of(), Map.of());
        eras = Eras.BEGINNING.then(0, Instant.EPOCH, beginning);
    }

    /** One command, whose events nobody sees by themselves. */
    void decide(Instant at, List<DefinitionEvent> events) {
        Definitions before = eras.now();
        Definitions after = before;
        for (DefinitionEvent event : events) {
            after = after.evolve(event);
        }
        eras = eras.then(commands.size() + 1, at, after);
        commands.add(new Command(at, List.copyOf(events), before, eras));
    }

    Definitions now() {
        return eras.now();
    }

    Definitions at(Instant known) {
        return commands.stream()
                .filter(command -> command.at().isAfter(known))
                .findFirst()
                .map(Command::before)
                .orElse(eras.now());
    }

    /** When the definitions changed. */
    List<Instant> changes() {
        return commands.stream().map(Command::at).toList();
    }

    /** The eras in which the period was shown otherwise, as far as they are known then. */
    List<Era> showing(String kpi, Period period, Instant known, Comparison comparison) {
        List<Command> recorded =
                commands.stream().filter(command -> !command.at().isAfter(known)).toList();
        return comparison == Comparison.STATES
                ? eras.upTo(recorded.size()).showing(kpi, period)
                : byNeighbours(recorded, kpi, period);
    }

    /** What an earlier version of the service compared: it forgot a team that was retired. */
    private static List<Era> byNeighbours(List<Command> commands, String kpi, Period period) {
        List<Era> found = new ArrayList<>();
        Map<String, DefinitionEvent> last = new HashMap<>();
        for (Command command : commands) {
            Instant before = command.at().minus(1, ChronoUnit.MICROS);
            Kpi then = Objects.requireNonNull(command.before().kpis().get(kpi));
            boolean counts = false;
            for (DefinitionEvent event : command.events()) {
                DefinitionEvent neighbour = last.put(event.subject(), event);
                counts |= tells(event, neighbour, then, period);
            }
            if (counts && (then.minGroupSize() == null || then.closes(period, before))) {
                found.add(new Era(command.before(), before));
            }
        }
        return found;
    }

    private static boolean tells(
            DefinitionEvent event, @Nullable DefinitionEvent before, Kpi then, Period period) {
        return switch (event) {
            case HeldReleased released -> released.period().equals(period);
            case KpiDefined(Kpi kpi) -> !kpi.showsAs(then);
            case Organised(TeamDefined(Team now)) ->
                    before instanceof Organised(TeamDefined(Team was))
                            && isElsewhere(was, now, period);
            default -> false;
        };
    }

    private static boolean isElsewhere(Team was, Team now, Period period) {
        for (LocalDate day = period.start();
                day.isBefore(period.endExclusive());
                day = day.plusDays(1)) {
            if (!Objects.equals(was.streamOn(day), now.streamOn(day))) {
                return true;
            }
        }
        return false;
    }
}
