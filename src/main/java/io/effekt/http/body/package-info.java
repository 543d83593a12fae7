/** Reads bodies whole, within what all of them may take together. */
@NullMarked
package io.effekt.http.body;

import org.jspecify.annotations.NullMarked;
