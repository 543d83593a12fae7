/** What is done to the description of the API so that it is true of every answer. */
@NullMarked
package io.effekt.app.contract;

import org.jspecify.annotations.NullMarked;
