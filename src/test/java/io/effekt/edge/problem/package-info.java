/** Tests of the room of the same name. */
@NullMarked
package io.effekt.edge.problem;

import org.jspecify.annotations.NullMarked;
