/** Tests of the ground under the tables. */
@NullMarked
package io.effekt.database;

import org.jspecify.annotations.NullMarked;
