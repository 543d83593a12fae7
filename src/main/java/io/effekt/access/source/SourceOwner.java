package io.effekt.access.source;

import java.util.List;

/**
 * Whose a source is, as the store knows it.
 *
 * @param clients actors as the log names them; never empty
 * @param version how often a steward has decided; 0 where it is the client that used the source
 *     first
 * @param seq the last decision about it; 0 for none
 */
public record SourceOwner(String source, List<String> clients, int version, long seq) {
    public SourceOwner {
        clients = List.copyOf(clients);
    }

    /** It belongs to the client that used it first. */
    public static SourceOwner first(String source, String client) {
        return new SourceOwner(source, List.of(client), 0, 0);
    }

    /** Whether a steward has said so. */
    boolean isDecided() {
        return version > 0;
    }
}
