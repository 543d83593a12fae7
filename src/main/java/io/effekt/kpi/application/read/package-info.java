/** Reads of statuses, series, scorecards and missing reports. */
@NullMarked
package io.effekt.kpi.application.read;

import org.jspecify.annotations.NullMarked;
