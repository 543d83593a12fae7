/** Value streams, teams and their dated memberships. */
@NullMarked
package io.effekt.organization;

import org.jspecify.annotations.NullMarked;
