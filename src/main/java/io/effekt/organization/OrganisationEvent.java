package io.effekt.organization;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What happened to the value streams and teams. */
public sealed interface OrganisationEvent {
    /** The value stream reads so from now on. */
    record ValueStreamDefined(ValueStream valueStream) implements OrganisationEvent {}

    record ValueStreamRetired(String key) implements OrganisationEvent {}

    /** The team reads so from now on, with all its memberships. */
    record TeamDefined(Team team) implements OrganisationEvent {}

    /**
     * Its memberships end there.
     *
     * @param from first day out of use; null in events of the time before days were asked for
     */
    record TeamRetired(String key, @Nullable LocalDate from) implements OrganisationEvent {
        /** As of no day. */
        public TeamRetired(String key) {
            this(key, null);
        }
    }

    /** What it happened to, as the log names it: {@code team:platform}. */
    default String subject() {
        return switch (this) {
            case ValueStreamDefined(ValueStream stream) -> stream.subject();
            case ValueStreamRetired(String key) -> ValueStream.subject(key);
            case TeamDefined(Team team) -> team.subject();
            case TeamRetired retired -> Team.subject(retired.key());
        };
    }
}
