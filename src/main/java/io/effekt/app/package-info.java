/** Wiring: clock, configuration, problems, health, metrics. Knows everybody; nobody knows it. */
@NullMarked
package io.effekt.app;

import org.jspecify.annotations.NullMarked;
