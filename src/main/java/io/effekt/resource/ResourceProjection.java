package io.effekt.resource;

import io.effekt.database.Tx;
import io.effekt.resource.store.ResourceRow;
import java.util.List;

/**
 * Rows of a slice's own tables that follow from decisions on resources. A bean of the slice. The
 * same code writes them in the transaction of a decision and where a rebuild replays the log, so it
 * names its tables without a schema and reads nothing that the log does not tell.
 */
public interface ResourceProjection {
    /** The tables it writes, for rebuilds and comparisons. */
    List<ProjectedTable> tables();

    /**
     * Writes what resources became.
     *
     * @param changed versions of resources of all kinds, in the order they were decided
     * @param after the states of all ledgers with these versions in them
     */
    void write(Tx tx, List<ResourceRow> changed, Snapshot after);
}
