@NullMarked
package io.effekt.app;

import org.jspecify.annotations.NullMarked;
