package io.effekt.organization;

import io.effekt.kernel.Precondition;

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

    /** The team is out of use. Its history stays. */
    record RetireTeam(String key, Precondition precondition) implements OrganisationCommand {}

    Precondition precondition();

    /** What the command is about, as the log names it: {@code team:platform}. */
    default String subject() {
        return switch (this) {
            case DefineValueStream(ValueStream stream, Precondition p) -> stream.subject();
            case RetireValueStream(String key, Precondition p) -> ValueStream.subject(key);
            case DefineTeam(Team team, Precondition p) -> team.subject();
            case RetireTeam(String key, Precondition p) -> Team.subject(key);
        };
    }
}
