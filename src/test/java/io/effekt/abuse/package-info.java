/** What somebody would try who means ill, on every operation that the contract names. */
@NullMarked
package io.effekt.abuse;

import org.jspecify.annotations.NullMarked;
