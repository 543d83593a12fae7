package io.effekt.dataset;

import io.effekt.database.Tx;
import io.effekt.kernel.Scope;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the caller of a request sees of sets. The slice that knows KPIs and the organisation has it.
 */
public interface DatasetVisibility {
    /** Reads rows in a transaction that sees no more than the caller. Blocks. */
    <T> T read(Function<Tx, T> work);

    /** Like {@link #read}, where what several statements see must fit together. Blocks. */
    <T> T readOnOneSnapshot(Function<Tx, T> work);

    /** The only KPIs that are seen; empty for all. */
    Set<String> onlyKpis();

    /** The same text as long as the caller sees the same. */
    String fingerprint();

    /**
     * Null passes.
     *
     * @throws io.effekt.kernel.ProblemException 404 for a KPI that is not there or not seen
     */
    void requireKpi(@Nullable String kpi);

    /**
     * Null passes.
     *
     * @throws io.effekt.kernel.ProblemException 404 for a scope that is not there or not seen
     */
    void requireScope(@Nullable Scope scope);
}
