@NullMarked
package io.effekt.app.sample;

import org.jspecify.annotations.NullMarked;
