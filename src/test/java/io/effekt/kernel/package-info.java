@NullMarked
package io.effekt.kernel;

import org.jspecify.annotations.NullMarked;
