package io.effekt.organization;

/** What happened to the value streams and teams. */
public sealed interface OrganisationEvent {
    /** The value stream reads so from now on. */
    record ValueStreamDefined(ValueStream valueStream) implements OrganisationEvent {}

    record ValueStreamRetired(String key) implements OrganisationEvent {}

    /** The team reads so from now on, with all its memberships. */
    record TeamDefined(Team team) implements OrganisationEvent {}

    record TeamRetired(String key) implements OrganisationEvent {}

    /** What it happened to, as the log names it: {@code team:platform}. */
    default String subject() {
        return switch (this) {
            case ValueStreamDefined(ValueStream stream) -> stream.subject();
            case ValueStreamRetired(String key) -> ValueStream.subject(key);
            case TeamDefined(Team team) -> team.subject();
            case TeamRetired(String key) -> Team.subject(key);
        };
    }
}
