package io.effekt.organization;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What somebody wants of the value streams and teams. */
public sealed interface OrganisationCommand {
    /** The value stream shall read so; new or changed. */
    record DefineValueStream(ValueStream valueStream) implements OrganisationCommand {}

    /** The value stream is out of use. Its history stays. */
    record RetireValueStream(String key) implements OrganisationCommand {}

    /** The team shall read so, with all its memberships; new or changed. */
    record DefineTeam(Team team) implements OrganisationCommand {}

    /**
     * The team is out of use from a day on. Its history stays.
     *
     * @param on null for the day on which it is decided
     */
    record RetireTeam(String key, @Nullable LocalDate on) implements OrganisationCommand {
        /** From the day on which it is decided. */
        public RetireTeam(String key) {
            this(key, null);
        }
    }

    /**
     * The same with the day from which a team is retired, where none was given: the one on which it
     * was retired already, or else today.
     */
    default OrganisationCommand dated(Organisation state, LocalDate today) {
        return switch (this) {
            case RetireTeam(String key, LocalDate on) when on == null && isInUse(state, key) ->
                    new RetireTeam(key, today);
            case DefineTeam(Team team) when team.retired() && team.retiredFrom() == null -> {
                Team known = state.teams().get(team.key());
                LocalDate from = known != null && known.retired() ? known.retiredFrom() : today;
                yield new DefineTeam(team.retiredFrom(from));
            }
            default -> this;
        };
    }

    private static boolean isInUse(Organisation state, String key) {
        Team team = state.teams().get(key);
        return team == null || !team.retired();
    }
}
