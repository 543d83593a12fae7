package io.effekt.access.source;

import java.util.List;

/**
 * A source belongs to these clients from now on.
 *
 * @param clients actors as the log names them
 */
public record SourceHandedOver(String source, List<String> clients) {
    public SourceHandedOver {
        clients = List.copyOf(clients);
    }
}
