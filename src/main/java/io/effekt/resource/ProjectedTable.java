package io.effekt.resource;

import java.util.List;

/**
 * A table that is made from the decision log.
 *
 * @param name without its schema
 * @param key columns of its primary key
 * @param others columns that no replay of the log can tell, for instance what a worker fills; they
 *     are not compared, and begin again where a row is replaced
 */
public record ProjectedTable(String name, List<String> key, List<String> others) {
    public ProjectedTable {
        key = List.copyOf(key);
        others = List.copyOf(others);
    }
}
