/**
 * Resources that are decided on and versioned: how each is written down, read and answered, for
 * every slice that has some.
 */
@NullMarked
package io.effekt.resource;

import org.jspecify.annotations.NullMarked;
