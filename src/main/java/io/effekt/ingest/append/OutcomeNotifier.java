package io.effekt.ingest.append;

import io.effekt.database.Tx;
import java.util.List;
import java.util.Objects;

/** Tells other instances that what one of their requests waits for has been decided. */
public final class OutcomeNotifier {
    /** PostgreSQL's channel; the payload is the request. */
    public static final String CHANNEL = "effekt_counted";

    private OutcomeNotifier() {}

    static void notify(Tx tx, List<AppendDecision> verdicts) {
        String[] requests =
                verdicts.stream()
                        .map(AppendDecision::arrived)
                        .filter(a -> a.waiting() != null)
                        .map(a -> Objects.toString(a.request()))
                        .distinct()
                        .toArray(String[]::new);
        if (requests.length > 0) {
            tx.send("select pg_notify($1, r) from unnest($2::text[]) as r", CHANNEL, requests);
        }
    }
}
