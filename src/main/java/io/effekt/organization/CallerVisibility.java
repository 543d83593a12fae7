package io.effekt.organization;

import io.effekt.access.CurrentCaller;
import io.effekt.database.Columns;
import io.effekt.database.Database;
import io.effekt.database.RowSecurity;
import io.effekt.database.Tx;
import io.effekt.kernel.Problem;
import io.effekt.resource.ResourceView;
import io.effekt.resource.VisibleRows;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the caller of the current request sees. */
@ApplicationScoped
public class CallerVisibility implements VisibleRows {
    private final CurrentCaller caller;
    private final ResourceView resources;
    private final Database database;

    public CallerVisibility(CurrentCaller caller, ResourceView resources, Database database) {
        this.caller = caller;
        this.resources = resources;
        this.database = database;
    }

    /** Within a request. */
    public Visibility now() {
        return new Visibility(caller.get(), resources.current().of(Organisation.class));
    }

    @Override
    public RowSecurity narrowing() {
        return now().seen();
    }

    /** Goes on where the caller sees the whole organisation; 403 otherwise. */
    void requireWholeForChange() {
        Visibility.requireForChange(now().isWhole());
    }

    /** Reads rows in a transaction that sees no more than the caller. Blocks. */
    public <T> T read(Function<Tx, T> work) {
        return database.seenBy(now().seen(), work);
    }

    /** Like {@link #read}, where what several statements see must fit together. Blocks. */
    public <T> T readOnOneSnapshot(Function<Tx, T> work) {
        return database.onOneSnapshotSeenBy(now().seen(), work);
    }

    /** Goes on for callers who see everything; 403 for everybody else. */
    public void requireWhole(String what) {
        Visibility sight = now();
        if (!sight.isWhole() || !seesAll(sight)) {
            throw Problem.of(
                            403, "not-permitted", what + " needs rights in the whole organisation.")
                    .exception();
        }
    }

    /** What lies in memory has passed no policy: PostgreSQL is asked by itself. */
    private boolean seesAll(Visibility sight) {
        return sight.seen().equals(RowSecurity.NONE)
                || database.seenBy(
                        sight.seen(),
                        tx -> tx.query("select sees_all()").iterator().next().getBoolean(0));
    }

    /** Where something counted; in no stream where that is null. */
    public record Counted(String kpi, String scope, @Nullable String stream) {}

    /**
     * Those that the caller sees. What was computed from everything has passed no policy, so
     * PostgreSQL is asked of each one by itself.
     */
    public <T> List<T> only(Tx tx, Visibility sight, List<T> all, Function<T, Counted> where) {
        if (sight.seen().equals(RowSecurity.NONE) || all.isEmpty()) {
            return all;
        }
        List<Counted> rows = all.stream().map(where).toList();
        Set<Long> seen = new HashSet<>();
        tx.narrow(sight.seen());
        for (Row row :
                tx.query(
                        """
                        select number from unnest($1::text[], $2::text[], $3::text[])
                            with ordinality as r(kpi, scope, stream, number)
                        where sees_row(kpi, scope, stream)
                        """,
                        Columns.texts(rows, Counted::kpi),
                        Columns.texts(rows, Counted::scope),
                        Columns.texts(rows, Counted::stream))) {
            seen.add(row.getLong(0));
        }
        tx.narrow(RowSecurity.NONE);
        List<T> only = new ArrayList<>(seen.size());
        for (int i = 0; i < all.size(); i++) {
            if (seen.contains(i + 1L)) {
                only.add(all.get(i));
            }
        }
        return only;
    }
}
