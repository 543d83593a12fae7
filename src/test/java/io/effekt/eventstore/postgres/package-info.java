/** Tests of the logs and what lies beside them. */
@NullMarked
package io.effekt.eventstore.postgres;

import org.jspecify.annotations.NullMarked;
