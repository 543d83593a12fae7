/**
 * Lines of the log: their fields, and text of strangers that can neither end a line nor paint a
 * terminal.
 */
@NullMarked
package io.effekt.edge.log;

import org.jspecify.annotations.NullMarked;
