/** What somebody without the role of a steward can find out, through every door together. */
@NullMarked
package io.effekt.privacy;

import org.jspecify.annotations.NullMarked;
