/** The tables that are read, their SQL and queries. */
@NullMarked
package io.effekt.kpi.projection;

import org.jspecify.annotations.NullMarked;
