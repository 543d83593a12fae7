/** Connections, below requests: who may hold how many, and how slow they may be. */
@NullMarked
package io.effekt.edge.connections;

import org.jspecify.annotations.NullMarked;
