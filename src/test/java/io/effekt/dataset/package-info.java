@NullMarked
package io.effekt.dataset;

import org.jspecify.annotations.NullMarked;
