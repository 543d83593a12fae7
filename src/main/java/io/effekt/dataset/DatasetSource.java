package io.effekt.dataset;

import java.util.List;

/**
 * The sets of one slice. Every slice that has rows for BI tools has a bean of this kind, by the
 * name {@code <Slice>Datasets}, and a migration that publishes the views.
 */
public interface DatasetSource {
    List<Dataset> datasets();
}
