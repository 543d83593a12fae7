package io.effekt.eventstore.decision;

import io.effekt.eventstore.NewDecision;
import io.effekt.eventstore.StoredDecision;
import java.util.List;

/** What a handler makes of a command, before anything is written. */
public interface Proposal {
    /** To be appended, in order; empty when nothing is to change. */
    List<NewDecision> decisions();

    /**
     * Called once they have been appended, in the same transaction: writes projections, and gives
     * the answer.
     */
    Answer conclude(List<StoredDecision> stored);

    /** Called once the transaction has been committed. */
    default void committed() {}

    /**
     * What the caller is told.
     *
     * @param status of HTTP
     * @param body JSON: the resource, or {@code {"refusals": [...]}}
     * @param follows what has to be evaluated before a reader sees all that follows from it
     */
    record Answer(int status, String body, List<String> follows) {
        public Answer {
            follows = List.copyOf(follows);
        }

        /** An answer from which nothing follows. */
        public Answer(int status, String body) {
            this(status, body, List.of());
        }
    }

    /** A proposal that changes nothing. */
    static Proposal nothing(Answer answer) {
        return new Proposal() {
            @Override
            public List<NewDecision> decisions() {
                return List.of();
            }

            @Override
            public Answer conclude(List<StoredDecision> stored) {
                return answer;
            }
        };
    }
}
