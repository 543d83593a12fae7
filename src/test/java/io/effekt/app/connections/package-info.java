/** Tests with real sockets. */
@NullMarked
package io.effekt.app.connections;

import org.jspecify.annotations.NullMarked;
