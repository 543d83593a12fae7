/**
 * Files that a person opens to connect a tool: for Power BI, and for Excel. They hold addresses and
 * no secret; the tool asks for the key.
 */
@NullMarked
package io.effekt.bi.connect;

import org.jspecify.annotations.NullMarked;
