/** Tests of keys of integrations and BI tools: issued, shown, used, revoked. */
@NullMarked
package io.effekt.access.keys;

import org.jspecify.annotations.NullMarked;
