package io.effekt.kernel;

import java.util.List;

/**
 * What {@code decide(state, command)} answers.
 *
 * @param <E> the events of the aggregate
 */
public sealed interface Decision<E> {
    /** These events happened. */
    record Accepted<E>(List<E> events) implements Decision<E> {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /** The state is already as asked: no new event, the same version. */
    record Unchanged<E>() implements Decision<E> {}

    /** Nothing happened, and why. Never empty. */
    record Refused<E>(List<Refusal> refusals) implements Decision<E> {
        public Refused {
            refusals = List.copyOf(refusals);
        }

        public Refused(Refusal refusal) {
            this(List.of(refusal));
        }
    }
}
