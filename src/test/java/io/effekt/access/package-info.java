@NullMarked
package io.effekt.access;

import org.jspecify.annotations.NullMarked;
