/** HTTP resources of the KPI slice, their requests and responses. */
@NullMarked
package io.effekt.kpi.rest;

import org.jspecify.annotations.NullMarked;
