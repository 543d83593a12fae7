/**
 * What BI tools read: sets of rows with stable columns, the same by OData, as flat exports and as
 * SQL views. {@link io.effekt.dataset.Datasets} describes them once.
 */
@NullMarked
package io.effekt.bi;

import org.jspecify.annotations.NullMarked;
