/**
 * The sets of {@link io.effekt.bi} by OData 4.0. The only package that knows Apache Olingo, and
 * only its model, its parser of addresses and its validator: negotiation, errors and rows are our
 * own.
 */
@NullMarked
package io.effekt.bi.odata;

import org.jspecify.annotations.NullMarked;
