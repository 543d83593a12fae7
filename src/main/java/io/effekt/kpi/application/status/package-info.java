/**
 * Keeps sums and statuses up to date: measurements into buckets, buckets into rows, headlines and
 * changes.
 */
@NullMarked
package io.effekt.kpi.application.status;

import org.jspecify.annotations.NullMarked;
