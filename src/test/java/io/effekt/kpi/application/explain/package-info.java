/** Every sentence that explains a status. */
@NullMarked
package io.effekt.kpi.application.explain;

import org.jspecify.annotations.NullMarked;
