@NullMarked
package io.effekt.bi;

import org.jspecify.annotations.NullMarked;
