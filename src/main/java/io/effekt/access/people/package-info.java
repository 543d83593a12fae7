/** People who sign in with a provider, and what their tokens say. */
@NullMarked
package io.effekt.access.people;

import org.jspecify.annotations.NullMarked;
