/** What tests share: the two servers, and the service as a process. */
@NullMarked
package io.effekt.testing;

import org.jspecify.annotations.NullMarked;
