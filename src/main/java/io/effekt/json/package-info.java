/** JSON read strictly and written in one form: for bodies, commands and stored events. */
@NullMarked
package io.effekt.json;

import org.jspecify.annotations.NullMarked;
