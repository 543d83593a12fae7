package io.effekt.access.keys;

import io.effekt.access.keys.KeyEvent.KeyIssued;
import io.effekt.access.source.ReservedNames;
import io.effekt.access.source.SourcePattern;
import io.effekt.access.source.SourceTable;
import io.effekt.database.Tx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Whether a new key would take what is another's: by a pattern over their name or over a source of
 * theirs, or by a name under which others have sent.
 */
@ApplicationScoped
public class TakenNames {
    private final KeyTable keys;
    private final SourceTable sources;
    private final InstantSource clock;

    public TakenNames(KeyTable keys, SourceTable sources, InstantSource clock) {
        this.keys = keys;
        this.sources = sources;
        this.clock = clock;
    }

    /**
     * Why it may not be issued; empty when it may.
     *
     * @param giver who issues it: what was theirs they may give away
     */
    Optional<String> takenFor(Tx tx, KeyIssued issued, String giver) {
        List<String> clients = keys.clients(tx);
        for (String pattern : issued.sources()) {
            Optional<String> name =
                    clients.stream()
                            .filter(client -> !client.equals(issued.client()))
                            .filter(client -> SourcePattern.match(List.of(pattern), client))
                            .findFirst();
            if (name.isPresent() || ReservedNames.meet(pattern)) {
                return Optional.of(
                        "'"
                                + pattern
                                + "' meets "
                                + name.map(n -> "the own name of the client '" + n + "'")
                                        .orElse("names of people or of the service")
                                + ", and that is nobody else's source: choose a narrower one.");
            }
            Optional<String> used = ofOthers(tx, pattern, List.of(issued.client(), giver));
            if (used.isPresent()) {
                return used;
            }
        }
        return clients.contains(issued.client()) ? Optional.empty() : asName(tx, issued, giver);
    }

    /**
     * The name of a client is its default source: nobody gets one that is in use, and nobody who
     * sends in it loses it without a decision of its own. Whose it is a manager with limits is not
     * told.
     */
    private Optional<String> asName(Tx tx, KeyIssued issued, String giver) {
        String name = issued.client();
        boolean isBound =
                keys.binding(tx).stream()
                        .map(KeyTable.Stored::key)
                        .filter(key -> key.mayBeUsed(clock.instant()))
                        .filter(key -> !key.client().equals(name) && !key.client().equals(giver))
                        .anyMatch(key -> SourcePattern.match(key.sources(), name));
        if (isBound) {
            return Optional.of(
                    "A key of others binds the source '"
                            + name
                            + "': choose another name, or end that key first.");
        }
        return sources.ofOthers(tx, name, List.of(name, giver))
                .map(owner ->
                        "Others send in the name of '"
                                + name
                                + "': choose another name, or let a steward hand that source over"
                                + " to '"
                                + name
                                + "' first (POST /api/v1/sources/hand-over).");
    }

    private Optional<String> ofOthers(Tx tx, String pattern, List<String> these) {
        return sources.ofOthers(tx, pattern, these)
                .map(owner ->
                        "The source '"
                                + owner.source()
                                + "' belongs to '"
                                + owner.clients().getFirst()
                                + "': choose another name, or ask a steward to hand it over (POST"
                                + " /api/v1/sources/hand-over).");
    }
}
