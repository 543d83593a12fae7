package io.effekt.eventstore.decision;

import io.effekt.database.Tx;
import io.effekt.eventstore.LogHead;
import io.effekt.kernel.Refusal;
import java.util.List;
import java.util.Set;

/** Decides the commands of one slice. Every slice that decides something has one such bean. */
public interface CommandHandler {
    /** Names of the commands it takes. */
    Set<String> names();

    /**
     * Decides, in the transaction that will append; writes nothing itself.
     *
     * @param head of the decision log, locked; no decision after it exists
     * @throws InvalidCommand when the data is not what the name promises
     */
    Proposal decide(Tx tx, LogHead head, Command command) throws InvalidCommand;

    /** A record of the topic that can be no command, and why. */
    final class InvalidCommand extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient List<Refusal> refusals;

        public InvalidCommand(List<Refusal> refusals) {
            super(refusals.toString());
            this.refusals = List.copyOf(refusals);
        }

        public List<Refusal> refusals() {
            return refusals;
        }
    }
}
