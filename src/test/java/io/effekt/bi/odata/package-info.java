@NullMarked
package io.effekt.bi.odata;

import org.jspecify.annotations.NullMarked;
