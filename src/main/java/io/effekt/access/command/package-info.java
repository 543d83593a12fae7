/** Commands of the caller: handed in, waited for and answered in one way by every slice. */
@NullMarked
package io.effekt.access.command;

import org.jspecify.annotations.NullMarked;
