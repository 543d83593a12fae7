@NullMarked
package io.effekt.resource;

import org.jspecify.annotations.NullMarked;
