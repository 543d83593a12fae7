/** Sets of rows with stable columns, described once: what every tool that reads them is told. */
@org.jspecify.annotations.NullMarked
package io.effekt.dataset;
