@NullMarked
package io.effekt.embedded;

import org.jspecify.annotations.NullMarked;
