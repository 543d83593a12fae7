/** Why a status is what it is, in figures and in sentences. */
@NullMarked
package io.effekt.kpi.application.explain;

import org.jspecify.annotations.NullMarked;
