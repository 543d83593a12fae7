package io.effekt.kpi.application;

import io.effekt.access.CurrentCaller;
import io.effekt.database.Columns;
import io.effekt.database.Database;
import io.effekt.database.Narrowing;
import io.effekt.database.Tx;
import io.effekt.kernel.Problem;
import io.effekt.kpi.projection.StoredStatus;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What whoever calls now sees. */
@ApplicationScoped
public class Sights {
    private final CurrentCaller caller;
    private final DefinitionsView definitions;
    private final Database database;

    public Sights(CurrentCaller caller, DefinitionsView definitions, Database database) {
        this.caller = caller;
        this.definitions = definitions;
        this.database = database;
    }

    /** Within a request. */
    public Sight now() {
        return new Sight(caller.get(), definitions.current().organisation());
    }

    /** Reads rows in a transaction that sees no more than the caller. Blocks. */
    public <T> T read(Function<Tx, T> work) {
        Sight sight = now();
        return sight.isWhole() ? database.inTransaction(work) : database.seenBy(sight.seen(), work);
    }

    /** Goes on only for whom nothing is hidden from; 403 for everybody else. */
    public void requireWhole(String what) {
        if (!now().isWhole()) {
            throw notPermitted(what + " needs rights in the whole organisation.");
        }
    }

    static RuntimeException notPermitted(String detail) {
        return Problem.of(403, "not-permitted", detail).exception();
    }

    /**
     * Those rows that the caller sees. What was computed from everything has passed no policy, so
     * PostgreSQL is asked of each row by itself. Blocks.
     */
    List<StoredStatus> only(Tx tx, Sight sight, List<StoredStatus> rows) {
        if (sight.isWhole() || rows.isEmpty()) {
            return rows;
        }
        Set<Long> seen = new HashSet<>();
        tx.narrow(sight.seen());
        for (Row row :
                tx.query(
                        """
                        select number from unnest($1::text[], $2::text[], $3::text[])
                            with ordinality as r(kpi, scope, stream, number)
                        where sees_row(kpi, scope, stream)
                        """,
                        Columns.texts(rows, r -> r.status().kpi()),
                        Columns.texts(rows, r -> r.status().scope().toString()),
                        Columns.texts(rows, StoredStatus::valueStream))) {
            seen.add(row.getLong(0));
        }
        tx.narrow(Narrowing.NONE);
        List<StoredStatus> only = new ArrayList<>(seen.size());
        for (int i = 0; i < rows.size(); i++) {
            if (seen.contains(i + 1L)) {
                only.add(rows.get(i));
            }
        }
        return only;
    }
}
