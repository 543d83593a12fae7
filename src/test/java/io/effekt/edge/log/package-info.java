/** Tests of the room of the same name. */
@NullMarked
package io.effekt.edge.log;

import org.jspecify.annotations.NullMarked;
