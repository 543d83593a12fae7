@NullMarked
package io.effekt.eventstore;

import org.jspecify.annotations.NullMarked;
