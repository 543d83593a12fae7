/** The model of a slice: what teams pledge to do about a KPI. Only tests have it. */
@NullMarked
package io.effekt.example;

import org.jspecify.annotations.NullMarked;
