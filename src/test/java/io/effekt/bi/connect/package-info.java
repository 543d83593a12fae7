@NullMarked
package io.effekt.bi.connect;

import org.jspecify.annotations.NullMarked;
