/** Tests of the tables that are read. */
@NullMarked
package io.effekt.kpi.projection;

import org.jspecify.annotations.NullMarked;
