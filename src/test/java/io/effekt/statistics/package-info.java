@NullMarked
package io.effekt.statistics;

import org.jspecify.annotations.NullMarked;
