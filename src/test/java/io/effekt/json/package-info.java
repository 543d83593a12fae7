@NullMarked
package io.effekt.json;

import org.jspecify.annotations.NullMarked;
