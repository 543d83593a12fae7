/**
 * What every request passes before its resource and after: filters, limits and headers. Knows who
 * calls, and no slice.
 */
@NullMarked
package io.effekt.edge;

import org.jspecify.annotations.NullMarked;
