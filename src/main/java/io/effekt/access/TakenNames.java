package io.effekt.access;

import io.effekt.access.KeyEvent.KeyIssued;
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
     * @param givesSources whether the giver may hand over the sources of others
     */
    Optional<String> takenFor(Tx tx, KeyIssued issued, String giver, boolean givesSources) {
        List<String> clients = keys.clients(tx);
        for (String pattern : issued.sources()) {
            Optional<String> name =
                    clients.stream()
                            .filter(client -> !client.equals(issued.client()))
                            .filter(client -> Sources.match(List.of(pattern), client))
                            .findFirst();
            if (name.isPresent() || Sources.meetAName(pattern)) {
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
        return clients.contains(issued.client())
                ? Optional.empty()
                : asName(tx, issued, giver, givesSources);
    }

    /**
     * The name of a client is its default source: nobody gets one that is in use. Whose it is a
     * manager with limits is not told.
     */
    private Optional<String> asName(Tx tx, KeyIssued issued, String giver, boolean givesSources) {
        String name = issued.client();
        boolean isBound =
                keys.binding(tx).stream()
                        .map(KeyTable.Stored::key)
                        .filter(key -> key.mayBeUsed(clock.instant()))
                        .filter(key -> !key.client().equals(name) && !key.client().equals(giver))
                        .anyMatch(key -> Sources.match(key.sources(), name));
        boolean isUsed =
                !givesSources && sources.ofOthers(tx, name, List.of(name, giver)).isPresent();
        return isBound || isUsed
                ? Optional.of(
                        "Others send in the name of '"
                                + name
                                + "': choose another name, or let a steward issue the key.")
                : Optional.empty();
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
