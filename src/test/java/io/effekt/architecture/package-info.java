/**
 * The rules of the house. Each has a small broken fixture under {@code fixtures} that must make it
 * fail: a rule that cannot bite is decoration.
 */
@NullMarked
package io.effekt.architecture;

import org.jspecify.annotations.NullMarked;
