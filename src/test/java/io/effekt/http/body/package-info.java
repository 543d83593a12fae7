/** Tests of the room of the same name. */
@NullMarked
package io.effekt.http.body;

import org.jspecify.annotations.NullMarked;
