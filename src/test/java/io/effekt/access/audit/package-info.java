/** Tests of what was done and refused, whether the log is unchanged, and the erasure of people. */
@NullMarked
package io.effekt.access.audit;

import org.jspecify.annotations.NullMarked;
