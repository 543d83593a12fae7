package io.effekt.organization;

import io.effekt.kernel.Precondition;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What somebody wants of the value streams and teams. */
public sealed interface OrganisationCommand {
    /** The value stream shall read so; new or changed. */
    record DefineValueStream(ValueStream valueStream, Precondition precondition)
            implements OrganisationCommand {}

    /** The value stream is out of use. Its history stays. */
    record RetireValueStream(String key, Precondition precondition)
            implements OrganisationCommand {}

    /** The team shall read so, with all its memberships; new or changed. */
    record DefineTeam(Team team, Precondition precondition) implements OrganisationCommand {}

    /**
     * The team is out of use from a day on. Its history stays.
     *
     * @param on null for the day on which it is decided
     */
    record RetireTeam(String key, @Nullable LocalDate on, Precondition precondition)
            implements OrganisationCommand {
        /** From the day on which it is decided. */
        public RetireTeam(String key, Precondition precondition) {
            this(key, null, precondition);
        }
    }

    /**
     * The same with the day from which a team is retired, where none was given: the one on which it
     * was retired already, or else today.
     */
    default OrganisationCommand dated(Organisation state, LocalDate today) {
        return switch (this) {
            case RetireTeam(String key, LocalDate on, Precondition precondition)
                    when on == null && isInUse(state, key) ->
                    new RetireTeam(key, today, precondition);
            case DefineTeam(Team team, Precondition precondition)
                    when team.retired() && team.retiredFrom() == null -> {
                Team known = state.teams().get(team.key());
                LocalDate from = known != null && known.retired() ? known.retiredFrom() : today;
                yield new DefineTeam(team.retiredFrom(from), precondition);
            }
            default -> this;
        };
    }

    private static boolean isInUse(Organisation state, String key) {
        Team team = state.teams().get(key);
        return team == null || !team.retired();
    }

    Precondition precondition();

    /** What the command is about, as the log names it: {@code team:platform}. */
    default String subject() {
        return switch (this) {
            case DefineValueStream(ValueStream stream, Precondition p) -> stream.subject();
            case RetireValueStream(String key, Precondition p) -> ValueStream.subject(key);
            case DefineTeam(Team team, Precondition p) -> team.subject();
            case RetireTeam retire -> Team.subject(retire.key());
        };
    }
}
