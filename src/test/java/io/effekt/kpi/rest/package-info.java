/** The doors of the KPI slice, on the real servers. */
@NullMarked
package io.effekt.kpi.rest;

import org.jspecify.annotations.NullMarked;
