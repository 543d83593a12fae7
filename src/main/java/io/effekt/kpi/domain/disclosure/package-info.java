/** Keeps small groups anonymous: which figures of which rows have to stay hidden. Pure. */
@NullMarked
package io.effekt.kpi.domain.disclosure;

import org.jspecify.annotations.NullMarked;
