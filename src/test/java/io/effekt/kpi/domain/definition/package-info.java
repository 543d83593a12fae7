/** Decisions about definitions, and drafts of KPIs for other tests. */
@NullMarked
package io.effekt.kpi.domain.definition;

import org.jspecify.annotations.NullMarked;
