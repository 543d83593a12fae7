/** The table of pledges, and the set that BI tools read. */
@NullMarked
package io.effekt.example.projection;

import org.jspecify.annotations.NullMarked;
