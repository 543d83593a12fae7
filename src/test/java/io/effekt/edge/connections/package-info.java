/** Tests with real sockets. */
@NullMarked
package io.effekt.edge.connections;

import org.jspecify.annotations.NullMarked;
