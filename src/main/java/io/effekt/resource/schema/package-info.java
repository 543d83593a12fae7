/** What the document of the API says of every resource. */
@NullMarked
package io.effekt.resource.schema;

import org.jspecify.annotations.NullMarked;
