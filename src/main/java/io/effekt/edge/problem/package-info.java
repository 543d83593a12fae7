/**
 * Problems as the doors answer them (RFC 9457, and the form of OData), from whichever layer of the
 * server met them.
 */
@NullMarked
package io.effekt.edge.problem;

import org.jspecify.annotations.NullMarked;
