/** Suppression against an attacker, and a simple one to compare it with. */
@NullMarked
package io.effekt.kpi.domain.disclosure;

import org.jspecify.annotations.NullMarked;
