/** Rows and versions of resources: written in the transaction of the decision, and read. */
@NullMarked
package io.effekt.resource.store;

import org.jspecify.annotations.NullMarked;
