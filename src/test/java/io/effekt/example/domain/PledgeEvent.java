package io.effekt.example.domain;

/** What happened to a pledge. */
public sealed interface PledgeEvent {
    /** The pledge reads so from now on. */
    record PledgeMade(Pledge pledge) implements PledgeEvent {}

    record PledgeWithdrawn(String key) implements PledgeEvent {}

    /** The key of the pledge. */
    default String key() {
        return switch (this) {
            case PledgeMade(Pledge pledge) -> pledge.key();
            case PledgeWithdrawn(String key) -> key;
        };
    }
}
