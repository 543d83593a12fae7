/** The contracts that others build on. */
@NullMarked
package io.effekt.contract;

import org.jspecify.annotations.NullMarked;
