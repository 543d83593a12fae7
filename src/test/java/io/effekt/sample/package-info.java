@NullMarked
package io.effekt.sample;

import org.jspecify.annotations.NullMarked;
