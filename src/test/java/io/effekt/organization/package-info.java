@NullMarked
package io.effekt.organization;

import org.jspecify.annotations.NullMarked;
