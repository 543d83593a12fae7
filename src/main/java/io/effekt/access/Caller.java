package io.effekt.access;

import java.util.List;
import java.util.Set;

/**
 * Who is calling.
 *
 * @param actor how the log names them: the client of a key, or {@code person:} and an id that says
 *     nothing by itself
 * @param rights all that they hold; see {@link Right}
 * @param limits where the rights hold
 * @param sources patterns of sources that are bound to this client
 */
public record Caller(String actor, Set<String> rights, Limits limits, List<String> sources) {
    public static final String PERSON = "person:";

    public Caller {
        rights = Set.copyOf(rights);
        sources = List.copyOf(sources);
    }

    public boolean may(String right) {
        return rights.contains(right);
    }
}
