package io.effekt.resource;

import io.effekt.database.Tx;
import io.effekt.resource.store.ResourceRow;
import io.effekt.resource.store.ResourceTable;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Writes versions of resources: the rows that all kinds have, and the tables of slices. */
@ApplicationScoped
public class ResourceProjections {
    private final ResourceTable table;
    private final List<ResourceProjection> slices;

    public ResourceProjections(ResourceTable table, @All List<ResourceProjection> slices) {
        this.table = table;
        this.slices = slices;
    }

    /** The tables of slices. */
    public List<ProjectedTable> tables() {
        return slices.stream().flatMap(slice -> slice.tables().stream()).toList();
    }

    void write(Tx tx, List<ResourceRow> changed, Snapshot after) {
        if (!changed.isEmpty()) {
            table.add(tx, changed);
            slices.forEach(slice -> slice.write(tx, changed, after));
        }
    }
}
