/** Load for measuring the service by hand; no tests. */
@NullMarked
package io.effekt.benchmark;

import org.jspecify.annotations.NullMarked;
